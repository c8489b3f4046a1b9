/** Why something is asked: each department, its matter, the reason, the law. */
import type { Need, Question } from '../../../schemas/generated/api.ts';
import { usePortal } from '../context.tsx';
import { fitWords } from '../fit-words.ts';

export function Why({ question }: { question: Question }) {
  const { w, tx, language } = usePortal();
  const own = fitWords(language);
  const needs = departmentNeeds(question.needs, (need) => `${tx(need.department)} ${tx(need.item)}`);
  if (needs.length === 0) return null;
  const reasons = [...new Set(question.needs.map((need) => tx(need.why)).filter(Boolean))];
  return (
    <details className="why">
      <summary>{w.askedBecause}</summary>
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      <p>{w.neededBy}：</p>
      <ul>
        {needs.map((need) => (
          <li key={`${tx(need.department)} ${tx(need.item)}`}>
            {tx(need.department)} · {need.item ? tx(need.item) : own.form}
            {need.legalBasis && (
              <span className="basis">
                {own.basis}
                {tx(need.legalBasis)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** One line per department and matter, however many of its forms ask. */
function departmentNeeds(needs: readonly Need[], keyOf: (need: Need) => string): Need[] {
  const known = new Map<string, Need>();
  for (const need of needs) if (!known.has(keyOf(need))) known.set(keyOf(need), need);
  return [...known.values()];
}
