/** Choosing the data of one question. It lives above the settings, which come and go with the width of the window. */
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DataRights } from '../../schemas/generated/api.ts';
import { knownValues } from '../editing/paths.ts';
import { useDocument, useExecute, useHistory } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { showToast } from '../ui/toast.tsx';
import { TakeSheet } from './TakeSheet.tsx';
import { type Taken, takeOver } from './take-over.ts';

interface Props {
  /** Of the value that is to be taken from data. */
  path: string | undefined;
  rights: DataRights | undefined;
  onClose(): void;
  /** The use is there and may not be read yet. */
  onApply(use: string): void;
}

export function TakeDialog({ path, rights, onClose, onApply }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const { undo } = useHistory();
  const name = text(path === undefined ? undefined : knownValues(pkg).get(path)?.name);
  const take = (taken: Taken) => {
    if (path === undefined) return;
    const use = takeOver(pkg, path, taken);
    const done = use.existing
      ? execute('data.edit', { id: use.id, changes: { provides: use.provides } })
      : execute('data.add', { id: use.id, entry: use.entry, resource: taken.resource, fills: use.fills });
    onClose();
    if (!done) return;
    showToast(t('data.take.done', { name }), { label: t('data.take.undo'), run: undo });
    const contract = use.existing ? rights?.contracts[use.contract ?? ''] : undefined;
    if (!(contract?.status === 'granted' && (contract.fields as readonly string[]).includes(taken.field))) onApply(use.id);
  };
  return (
    <Modal open={path !== undefined} onCancel={onClose} title={t('data.take.title', { name })} footer={null} width={560} destroyOnHidden>
      {path !== undefined && <TakeSheet key={path} path={path} onTake={take} />}
    </Modal>
  );
}
