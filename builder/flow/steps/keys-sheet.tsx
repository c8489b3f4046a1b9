import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import './keys-sheet.css';

const keys = [
  ['↑ ↓', 'walk'],
  ['← →', 'branches'],
  ['Enter', 'open'],
  ['Esc', 'close'],
  ['F2', 'rename'],
  ['A', 'add'],
  ['Delete', 'delete'],
  ['Alt+↑ Alt+↓', 'move'],
  ['Ctrl+C Ctrl+X Ctrl+V', 'copy'],
  ['Ctrl+D', 'duplicate'],
  ['C', 'connect'],
  ['1 0', 'zoom'],
  ['Ctrl+K', 'palette'],
  ['Ctrl+Z', 'undo'],
  ['Ctrl+Y', 'redo'],
  ['F8', 'problem'],
  ['?', 'help'],
] as const;

/** All keys of the designer on one sheet. */
export function KeysSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open={open} onCancel={onClose} title={t('flow.keys')} footer={null} width={420}>
      <dl className="keys">
        {keys.map(([key, word]) => (
          <div key={word}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`flow.keys.${word}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
