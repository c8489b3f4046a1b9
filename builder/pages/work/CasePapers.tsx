import { useTranslation } from 'react-i18next';
import type { PaperEntry } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { localMinute } from './times.ts';

/** Statutory papers of the case: delivered when, acknowledged when; what each says unfolds. */
export function CasePapers({ caseNo, papers }: { caseNo: string; papers: PaperEntry[] }) {
  const { t } = useTranslation();
  const text = useText();
  if (papers.length === 0) return null;
  return (
    <section className="group documents">
      <h3>{t('work.papers')}</h3>
      <ul>
        {papers.map((paper) => (
          <li key={paper.id}>
            <details data-paper={paper.kind} data-state={paper.state}>
              <summary>
                {text(paper.name)} <span className="source">{t(`work.paper.${paper.state}`, { at: stateAt(paper) })}</span>
              </summary>
              {paper.paragraphs.map((paragraph) => (
                <p key={text(paragraph)}>{text(paragraph)}</p>
              ))}
              {paper.document && (
                <a href={`/api/cases/${caseNo}/documents/${paper.document}`} target="_blank" rel="noreferrer">
                  {text(paper.name)} <span className="number">{paper.number}</span>
                </a>
              )}
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateAt(paper: PaperEntry): string {
  const at = paper.acknowledgedAt ?? paper.deliveredAt;
  return at ? localMinute(at) : '';
}
