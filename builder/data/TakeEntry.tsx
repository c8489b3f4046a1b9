/** Where the answer to a question comes from: typed by the applicant, or taken from data; changed here in two presses. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DataResource } from '../../schemas/generated/documents.ts';
import { knownValues } from '../editing/paths.ts';
import { useDocument, useExecute, useHistory } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { showToast } from '../ui/toast.tsx';
import { sourceOf } from './offers.ts';
import { RightLine } from './RightLine.tsx';
import { useRights } from './rights.tsx';

export function TakeEntry({ path }: { path: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const { undo } = useHistory();
  const here = useRights();
  const value = knownValues(pkg).get(path);
  // A form of the library belongs to no scenario yet, so nothing can be read for it.
  if (!here || !value) return null;
  const source = sourceOf(pkg, path);
  const name = text(value.name);

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
          <Button size="small" onClick={() => here.take(path)}>
            {t('data.take')}
          </Button>
        )}
      </p>
    </section>
  );
}
