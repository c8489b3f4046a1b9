/** The fields of an application: what the step needs, and what one would like on top of it. */
import { useTranslation } from 'react-i18next';
import type { DataProposal } from '../../schemas/generated/api.ts';
import { useText } from '../i18n/use-text.ts';
import { type ApplicationDraft, extraOf, minimumOf, toggleExtra } from './application-draft.ts';
import './data.css';
import { Sensitivity } from './states.tsx';

interface FieldsProps {
  proposal: Pick<DataProposal, 'fields'>;
  draft: ApplicationDraft;
  problems: Readonly<Record<string, string>>;
  onChange(draft: ApplicationDraft): void;
}

/** The minimum is a list, not a choice: without it the step cannot be done. What comes on top is chosen one by one, with why. */
export function FieldsEntry({ proposal, draft, problems, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const text = useText();
  const minimum = minimumOf(proposal.fields);
  const extra = extraOf(proposal.fields).filter((field) => !field.granted);
  const words = (field: DataProposal['fields'][number]) => (
    <span className="tick-words">
      {text(field.name)} <Sensitivity level={field.sensitivity} />
      {field.granted && <span className="hint">{t('data.apply.has')}</span>}
      {field.why && <span className="hint">{text(field.why)}</span>}
    </span>
  );
  return (
    <>
      {minimum.length > 0 && (
        <fieldset>
          <legend>{t('data.apply.minimum', { count: minimum.length })}</legend>
          <ul className="tick-list">
            {minimum.map((field) => (
              <li key={field.id} className="tick-fixed">
                <span aria-hidden="true">✓</span>
                {words(field)}
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      {extra.length > 0 && (
        <details className="apply-extra" open={minimum.length === 0 || Object.keys(draft.extra).length > 0}>
          <summary>{t('data.apply.extra', { count: extra.length })}</summary>
          <p className="hint">{t('data.apply.extra.words')}</p>
          {problems.fields && <p className="field-problem">{t(problems.fields)}</p>}
          <ul className="tick-list">
            {extra.map((field) => {
              const reason = draft.extra[field.id];
              const problem = problems[`reason.${field.id}`];
              return (
                <li key={field.id}>
                  <label className="tick">
                    <input
                      type="checkbox"
                      checked={reason !== undefined}
                      aria-invalid={(problems.fields !== undefined && minimum.length === 0) || undefined}
                      onChange={() => onChange(toggleExtra(draft, field.id))}
                    />
                    {words(field)}
                  </label>
                  {reason !== undefined && (
                    <div className="tick-more">
                      <label>
                        <span>{t('data.apply.reason', { field: text(field.name) })}</span>
                        <input
                          value={reason}
                          maxLength={500}
                          aria-invalid={problem !== undefined || undefined}
                          onChange={(event) => onChange({ ...draft, extra: { ...draft.extra, [field.id]: event.target.value } })}
                        />
                      </label>
                      {problem && <p className="field-problem">{t(problem)}</p>}
                    </div>
                  )}
                </li>
              );
            })}
          </ul>
        </details>
      )}
    </>
  );
}
