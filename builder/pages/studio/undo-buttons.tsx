import { DownOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useHistory, useLabelWords } from '../../editing/react/session.tsx';

/** Undo and redo with words, and the last twenty actions. */
export function UndoButtons() {
  const { t } = useTranslation();
  const { past, future, undo, redo } = useHistory();
  const words = useLabelWords();
  const [last, next] = [past.at(-1), future.at(-1)];
  const undoWords = last ? t('editing.undoWhat', { what: words(last.label) }) : t('editing.nothingToUndo');
  const redoWords = next ? t('editing.redoWhat', { what: words(next.label) }) : t('editing.nothingToRedo');
  const items = past
    .slice(-20)
    .reverse()
    .map((step, i) => ({ key: String(i + 1), label: words(step.label) }));
  const back = (steps: number) => {
    for (let i = 0; i < steps; i++) undo();
  };
  return (
    <span className="undo-buttons">
      <Tooltip title={`${undoWords} Ctrl+Z`}>
        <Button icon={<UndoOutlined />} aria-label={undoWords} disabled={!last} onClick={undo} />
      </Tooltip>
      <Tooltip title={`${redoWords} Ctrl+Y`}>
        <Button icon={<RedoOutlined />} aria-label={redoWords} disabled={!next} onClick={redo} />
      </Tooltip>
      <Dropdown
        trigger={['click']}
        disabled={items.length === 0}
        menu={{ items, onClick: ({ key }) => back(Number(key)), className: 'undo-list' }}
      >
        <Button icon={<DownOutlined />} aria-label={t('editing.history')} className="undo-more" />
      </Dropdown>
    </span>
  );
}
