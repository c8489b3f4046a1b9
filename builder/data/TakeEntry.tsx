/** Where the answer to a question comes from: typed by the applicant, or taken from data; changed here in two presses. */
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataResource } from '../../schemas/generated/documents.ts';
import { knownValues } from '../editing/paths.ts';
import { useDocument, useExecute, useHistory } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { showToast } from '../ui/toast.tsx';
import { sourceOf } from './offers.ts';
import { RightLine } from './RightLine.tsx';
import { useRights } from './rights.tsx';
import { TakeSheet } from './TakeSheet.tsx';
import { type Taken, takeOver } from './take-over.ts';

export function TakeEntry({ path }: { path: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const { undo } = useHistory();
  const here = useRights();
  const [choosing, setChoosing] = useState(false);
  const value = knownValues(pkg).get(path);
  // A form of the library belongs to no scenario yet, so nothing can be read for it.
  if (!here || !value) return null;
  const source = sourceOf(pkg, path);
  const name = text(value.name);

  const take = (taken: Taken) => {
    const use = takeOver(pkg, path, taken);
    if (use.existing) execute('data.edit', { id: use.id, changes: { provides: use.provides } });
    else execute('data.add', { id: use.id, entry: use.entry, resource: taken.resource, fills: use.fills });
    setChoosing(false);
    showToast(t('data.take.done', { name }), { label: t('data.take.undo'), run: undo });
    const contract = use.existing ? here.rights?.contracts[use.contract ?? ''] : undefined;
    if (!(contract?.status === 'granted' && (contract.fields as readonly string[]).includes(taken.field))) here.apply(use.id);
  };
  const stop = () => {
    if (!source) return;
    const { [source.field]: _gone, ...provides } = source.use.provides;
    const done =
      Object.keys(provides).length === 0
        ? execute('data.delete', { id: source.id })
        : execute('data.edit', { id: source.id, changes: { provides } });
    if (done) showToast(t('data.take.stopped', { name }), { label: t('data.take.undo'), run: undo });
  };
  const resource: DataResource | undefined = source && pkg.resources[source.use.resource];
  return (
    <section className="panel-list" data-entry="source">
      <p className="panel-note">
        {source
          ? t('data.take.source', { resource: text(resource?.name), field: text(resource?.fields[source.field]?.name) })
          : t('data.take.asked')}
      </p>
      {source && <RightLine id={source.id} use={source.use} />}
      <p className="right-words">
        {source ? (
          <Button size="small" onClick={stop}>
            {t('data.take.stop')}
          </Button>
        ) : (
          <Button size="small" onClick={() => setChoosing(true)}>
            {t('data.take')}
          </Button>
        )}
      </p>
      <Modal
        open={choosing}
        onCancel={() => setChoosing(false)}
        title={t('data.take.title', { name })}
        footer={null}
        width={560}
        destroyOnHidden
      >
        <TakeSheet path={path} onTake={take} />
      </Modal>
    </section>
  );
}
