import { useTranslation } from 'react-i18next';
import type { DocumentEntry, TimelineEntry } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { localMinute } from './times.ts';

export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  const { t } = useTranslation();
  const text = useText();
  if (entries.length === 0) return null;
  return (
    <details className="timeline">
      <summary>{t('work.timeline')}</summary>
      <ol>
        {entries.map((entry) => (
          <li key={`${entry.at}${text(entry.text)}`}>
            <time dateTime={entry.at}>{localMinute(entry.at)}</time> {text(entry.text)}
            {entry.by && <span className="source"> {entry.by}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

export function DocumentList({ documents }: { documents: DocumentEntry[] }) {
  const { t } = useTranslation();
  const text = useText();
  if (documents.length === 0) return null;
  return (
    <section className="group">
      <h3>{t('work.documents')}</h3>
      <ul>
        {documents.map((document) => (
          <li key={document.id}>
            {text(document.name)} <span className="number">{document.number}</span>{' '}
            <span className="source">{localMinute(document.issuedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
