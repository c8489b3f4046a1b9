/** One question of the merged form: label, hint, why it is asked, control, error; or a value that need not be asked. */
import { useState } from 'react';
import type { Dispute, JsonValue, Question } from '../../../schemas/generated/api.ts';
import { FieldControl, isGroup } from '../../fields/FieldControl.tsx';
import { partsOf } from '../../fields/parts.ts';
import { usePortal } from '../context.tsx';
import { shownValue } from '../shown-value.ts';
import type { Words } from '../words.ts';
import type { MaterialProps } from './material.tsx';
import { onDemand } from './on-demand.tsx';
import { Why } from './why.tsx';

const MaterialField = onDemand<MaterialProps>(async () => (await import('./material.tsx')).MaterialField);

export const fieldId = (path: string) => `q-${path.replace('.', '-')}`;

interface AskProps {
  question: Question;
  value: JsonValue;
  onChange(value: JsonValue): void;
  onCommit?(): void;
  error?: string;
  /** Of a table, by `row.column`. */
  cells?: Record<string, string>;
  /** The heading of the page is this question already: the label is for readers of the screen only. */
  bare?: boolean;
}

export function AskedQuestion({ question, value, onChange, onCommit, error, cells, bare = false }: AskProps) {
  const { w, tx, language } = usePortal();
  const id = fieldId(question.path);
  const group = isGroup(question.type, question.codes?.length ?? 0);
  const hint = hintOf(question, w, tx);
  const described = [
    hint && `${id}-hint`,
    question.owner && `${id}-owner`,
    question.mode === 'shared' && question.source && `${id}-source`,
    error && `${id}-error`,
  ]
    .filter(Boolean)
    .join(' ');
  const label = (
    <>
      {tx(question.label)}
      {!question.required && <span className="optional">（{w.optional}）</span>}
    </>
  );
  return (
    <div className={error || Object.keys(cells ?? {}).length > 0 ? 'question wrong' : 'question'} data-field-key={question.path}>
      {group ? (
        <div className={bare ? 'hidden' : 'label'} id={`${id}-label`}>
          {label}
        </div>
      ) : (
        <label className={bare ? 'hidden' : 'label'} htmlFor={id} id={`${id}-label`}>
          {label}
        </label>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {question.mode === 'shared' && question.source && (
        <p className="hint" id={`${id}-source`}>
          {w.source} {tx(question.source.name)}
          {question.source.at && `，${localDay(question.source.at)}`}，{w.editable}
        </p>
      )}
      {question.owner && (
        <p className="hint owner" id={`${id}-owner`}>
          {w.leftToOwner.replace('{department}', tx(question.owner))}
        </p>
      )}
      {error && (
        <p className="error" id={`${id}-error`}>
          {w.errorPrefix}
          {error}
        </p>
      )}
      {question.material ? (
        <MaterialField
          id={id}
          path={question.path}
          material={question.material}
          value={value}
          onChange={onChange}
          onCommit={onCommit}
          required={question.required}
          invalid={error !== undefined}
          describedBy={described || undefined}
        />
      ) : (
        <FieldControl
          id={id}
          type={question.type}
          value={value}
          onChange={onChange}
          onCommit={onCommit}
          unit={question.unit && tx(question.unit)}
          required={question.required}
          invalid={error !== undefined}
          problems={cells}
          settled={question.value ?? null}
          describedBy={described || undefined}
          maxLength={question.maxLength}
          words={w}
          language={language}
          {...partsOf(question, tx)}
        />
      )}
      <Why question={question} />
    </div>
  );
}

/** The author's hint; without one, the limits of a number or an example of how it is written. */
function hintOf(question: Question, w: Words, tx: (text: Question['label'] | undefined) => string): string {
  if (question.hint) return tx(question.hint);
  const { minimum, maximum, example } = question;
  if (minimum !== undefined && maximum !== undefined) return w.between.replace('{min}', String(minimum)).replace('{max}', String(maximum));
  return example && !question.codes ? `${w.example} ${example}` : '';
}

interface SharedProps {
  question: Question;
  dispute?: Dispute;
  onDispute?(dispute: Dispute | undefined): void;
}

/** A value a department gave: shown with source and date; it can be disputed without stopping. */
export function SharedValue({ question, dispute, onDispute }: SharedProps) {
  const { w, tx, language } = usePortal();
  const [open, setOpen] = useState(dispute !== undefined);
  const id = fieldId(question.path);
  return (
    <div className="known" data-field-key={question.path}>
      <dt>{tx(question.label)}</dt>
      <dd>
        <span className="value">
          {shownValue(question, question.value ?? null, { language, words: w, mask: question.sensitive }) || w.none}
        </span>
        {question.source && (
          <span className="source">
            {w.source} {tx(question.source.name)}
            {question.source.at && `，${localDay(question.source.at)}`}
          </span>
        )}
        {question.mode === 'derived' && <span className="source">{w.derived}</span>}
        {onDispute && question.mode === 'shared' && !question.editable && !open && (
          <button type="button" className="link" onClick={() => setOpen(true)}>
            {w.wrong}
            <span className="hidden">：{tx(question.label)}</span>
          </button>
        )}
        {onDispute && open && (
          <div className="dispute">
            <p className="hint">{w.sharedNote}</p>
            <label className="label" htmlFor={id} id={`${id}-label`}>
              {w.disputeLabel}
            </label>
            <FieldControl
              id={id}
              type={question.type}
              value={dispute?.value ?? null}
              onChange={(value) => onDispute({ value, reason: dispute?.reason ?? '' })}
              required={false}
              invalid={false}
              words={w}
              language={language}
              {...partsOf(question, tx)}
            />
            <label className="label" htmlFor={`${id}-reason`}>
              {w.disputeReason}
            </label>
            <textarea
              id={`${id}-reason`}
              rows={2}
              value={dispute?.reason ?? ''}
              onChange={(event) => onDispute({ value: dispute?.value ?? null, reason: event.target.value })}
            />
            <button
              type="button"
              className="link"
              onClick={() => {
                setOpen(false);
                onDispute(undefined);
              }}
            >
              {w.disputeKeep}
            </button>
          </div>
        )}
      </dd>
    </div>
  );
}

/** Local date of an instant, in Asia/Shanghai. */
export function localDay(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}
/** Local date and minute of an instant, in Asia/Shanghai. */
export function localMinute(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
