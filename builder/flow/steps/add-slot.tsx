import { PlusOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePart } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { AddMenu } from './add-menu.tsx';
import { useFocusOf, useSteps } from './step-view.tsx';

/** The ＋ of one place: a real button, seen at rest, with the searchable menu of steps. */
export function AddSlot({ edges, end = false }: { edges: string[]; end?: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const { setAdding, readOnly } = useSteps();
  const [first] = edges;
  const open = useFocusOf((focus) => first !== undefined && focus.adding === first);
  const after = usePart(({ scenario }) => scenario.nodes[scenario.edges[first ?? '']?.from ?? '']?.name);
  if (readOnly || first === undefined) return <span className="slot slot-quiet" />;
  const button = (
    <button
      type="button"
      className="slot-button"
      aria-label={t('flow.addAfter', { name: text(after) })}
      aria-expanded={open}
      aria-haspopup="dialog"
      onClick={() => setAdding(open ? undefined : first)}
    >
      <PlusOutlined />
    </button>
  );
  // The popover is mounted for the one open place only: a scenario has a hundred of them.
  return (
    <span className={end ? 'slot slot-end' : 'slot'} data-place={edges.join(' ')}>
      {open ? (
        <Popover
          open
          trigger="click"
          placement="rightTop"
          destroyOnHidden
          onOpenChange={(next) => !next && setAdding(undefined)}
          content={<AddMenu edges={edges} onDone={() => setAdding(undefined)} />}
        >
          {button}
        </Popover>
      ) : (
        button
      )}
    </span>
  );
}
