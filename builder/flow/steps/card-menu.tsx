import { MoreOutlined } from '@ant-design/icons';
import { Dropdown } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../editing/react/session.tsx';
import { treeOf } from '../../editing/tree.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useStepClipboard } from '../use-clipboard.ts';
import { placeAfter } from './neighbours.ts';
import { useSteps } from './step-view.tsx';
import { useDeleteStep, useMoveStep } from './use-step-actions.tsx';

/** Everything the keys do with a step, to be chosen: mounted for the one open menu only. */
export function CardMenu({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const button = (
    <IconButton icon={<MoreOutlined />} label={t('flow.menuOf', { name })} expanded={open} onClick={() => setOpen((before) => !before)} />
  );
  return open ? <OpenMenu id={id} onClose={() => setOpen(false)} button={button} /> : button;
}

function OpenMenu({ id, button, onClose }: { id: string; button: ReactNode; onClose: () => void }) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const { select, setRenaming } = useSteps();
  const move = useMoveStep();
  const remove = useDeleteStep();
  const clipboard = useStepClipboard();
  const place = { edges: placeAfter(treeOf(scenario, scenario.nodes[id]?.parent), id) };
  const show = (added: string | undefined) => {
    if (!added) return;
    select(added);
    setTimeout(() => document.querySelector<HTMLElement>(`[data-item="${added}"]`)?.focus());
  };
  const actions: Record<string, () => void> = {
    up: () => move(id, -1),
    down: () => move(id, 1),
    rename: () => setRenaming(id),
    copy: () => clipboard.copy([id]),
    cut: () => {
      clipboard.copy([id]);
      remove(id);
    },
    paste: () => show(clipboard.paste(place)),
    duplicate: () => show(clipboard.duplicate([id], place)),
    delete: () => void remove(id),
  };
  const item = (key: string, words: string, keys: string) => ({
    key,
    label: (
      <span className="card-menu-item">
        {words} <kbd>{keys}</kbd>
      </span>
    ),
  });
  return (
    <Dropdown
      open
      autoFocus
      trigger={['click']}
      placement="bottomRight"
      onOpenChange={(next) => !next && onClose()}
      menu={{
        onClick: ({ key, domEvent }) => {
          domEvent.stopPropagation();
          onClose();
          actions[key]?.();
        },
        items: [
          item('up', t('flow.menu.up'), 'Alt+↑'),
          item('down', t('flow.menu.down'), 'Alt+↓'),
          item('rename', t('flow.keys.rename'), 'F2'),
          { type: 'divider' },
          item('copy', t('flow.copy'), 'Ctrl+C'),
          item('cut', t('flow.cut'), 'Ctrl+X'),
          item('paste', t('flow.menu.paste'), 'Ctrl+V'),
          item('duplicate', t('flow.duplicate'), 'Ctrl+D'),
          { type: 'divider' },
          item('delete', t('ui.delete'), 'Delete'),
        ],
      }}
    >
      <span>{button}</span>
    </Dropdown>
  );
}
