import { useTranslation } from 'react-i18next';
import type { DocumentEntry, TimelineEntry } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { localMinute } from './times.ts';

/** Folded at a task, where it is looked up; open on the page of a case, where it is the story. */
export function Timeline({ entries, open = false }: { entries: TimelineEntry[]; open?: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  if (entries.length === 0) return null;
  const lines = entries.map((entry, index) => ({ ...entry, key: `${index} ${entry.at}` }));
  return (
    <details className="timeline" open={open}>
      <summary>{t('work.timeline')}</summary>
      <ol>
        {lines.map((entry) => (
          <li key={entry.key}>
            <time dateTime={entry.at}>{localMinute(entry.at)}</time>
            <span>
              {text(entry.text)}
              {entry.by && <span className="source"> {entry.by}</span>}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

export function DocumentList({ caseNo, documents }: { caseNo: string; documents: DocumentEntry[] }) {
  const { t } = useTranslation();
  const text = useText();
  if (documents.length === 0) return null;
  return (
    <section className="group documents">
      <h3>{t('work.documents')}</h3>
      <ul>
        {documents.map((document) => (
          <li key={document.id}>
            <a href={`/api/cases/${caseNo}/documents/${document.id}`} target="_blank" rel="noreferrer">
              {text(document.name)}
            </a>
            <span className="source">
              <span className="number">{document.number}</span> {localMinute(document.issuedAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
