/** The form of one operation: to whom, how, and the words. What is missing is said at the button and marked. */
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskChoice, ReturnChoice, TaskOptions } from '../../../schemas/generated/api.ts';
import type { TaskDeed } from '../../api/approvals.ts';
import { DeskPicker } from './DeskPicker.tsx';
import { forms, type OperationName } from './operation-forms.ts';
import { ReturnFields } from './ReturnFields.tsx';

interface Props {
  name: OperationName;
  taskId: string;
  options: TaskOptions;
  pending: boolean;
  onSend(deed: TaskDeed): void;
  onCancel(): void;
}

type When = 'before' | 'after' | 'parallel';
interface Row {
  key: string;
  choice: DeskChoice | undefined;
}
const row = (): Row => ({ key: crypto.randomUUID(), choice: undefined });

export function OperationForm({ name, taskId, options, pending, onSend, onCancel }: Props) {
  const { t } = useTranslation();
  const fields = forms[name]!;
  const [rows, setRows] = useState<Row[]>(() => [row()]);
  const [when, setWhen] = useState<When>('before');
  const [words, setWords] = useState('');
  const [move, setMove] = useState<{ choice: ReturnChoice; possible: boolean }>();
  const [missing, setMissing] = useState<'desk' | 'words' | 'move'>();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input, textarea')?.focus(), []);

  const submit = () => {
    const desks = rows.flatMap(({ choice }) => (choice ? [choice] : []));
    const lacking = fields.desks && desks.length < rows.length ? 'desk' : fields.move && !move?.possible ? 'move' : undefined;
    const first = lacking ?? (fields.must && words.trim() === '' ? 'words' : undefined);
    setMissing(first);
    if (first) {
      const wanted = { desk: 'select[aria-required]', words: 'textarea', move: 'select, input' }[first];
      form.current?.querySelector<HTMLElement>(wanted)?.focus();
      return;
    }
    const said = words.trim() ? { [fields.words]: words.trim() } : {};
    onSend({ type: name, ...partsOf(name, { desks, when, move: move?.choice }), ...said } as TaskDeed);
  };
  const choose = (key: string, choice: DeskChoice | undefined) => {
    setMissing(undefined);
    setRows(rows.map((one) => (one.key === key ? { key, choice } : one)));
  };

  return (
    <form
      ref={form}
      className="operation-form native"
      aria-label={t(`approval.op.${name}`)}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <p className="source">{t(`approval.op.${name}.words`)}</p>
      {missing && (
        <p className="field-error" role="alert">
          {t(`approval.missing.${missing}`)}
        </p>
      )}
      {fields.when && <WhenChoice value={when} onChange={setWhen} />}
      {fields.desks &&
        rows.map(({ key, choice }, index) => (
          <div key={key} className="desk-row">
            <DeskPicker
              id={`desk-${index}`}
              desks={options.desks}
              value={choice}
              invalid={missing === 'desk' && !choice}
              onChange={(next) => choose(key, next)}
            />
            {rows.length > 1 && (
              <button type="button" className="text-button" onClick={() => setRows(rows.filter((one) => one.key !== key))}>
                {t('approval.desk.remove')}
                <span className="visually-hidden"> {index + 1}</span>
              </button>
            )}
          </div>
        ))}
      {fields.desks === 'several' && (
        <button type="button" className="text-button" onClick={() => setRows([...rows, row()])}>
          {t('approval.desk.add')}
        </button>
      )}
      {fields.move && <ReturnFields taskId={taskId} targets={options.returns} onChange={setMove} />}
      <label className="officer-label" htmlFor="operation-words">
        {t(`approval.label.${name}`)}
      </label>
      <textarea
        id="operation-words"
        rows={2}
        maxLength={1000}
        value={words}
        aria-required={fields.must || undefined}
        aria-invalid={missing === 'words' || undefined}
        onChange={(event) => {
          setMissing(undefined);
          setWords(event.target.value);
        }}
      />
      <div className="decision-row">
        <Button type="primary" htmlType="submit" loading={pending}>
          {t(`approval.do.${name}`)}
        </Button>
        <Button onClick={onCancel}>{t('approval.cancel')}</Button>
      </div>
    </form>
  );
}

function partsOf(name: OperationName, { desks, when, move }: { desks: DeskChoice[]; when: When; move: ReturnChoice | undefined }): object {
  switch (name) {
    case 'transfer':
    case 'delegate':
    case 'ask':
      return { to: desks[0] };
    case 'copy':
      return { to: desks };
    case 'addSigners':
      return { when, signers: desks };
    case 'return':
      return { ...move };
    default:
      return {};
  }
}

function WhenChoice({ value, onChange }: { value: When; onChange(when: When): void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="choices">
      <legend className="officer-label">{t('approval.when')}</legend>
      {(['before', 'after', 'parallel'] as const).map((when) => (
        <label key={when} className="choice">
          <input type="radio" name="when" checked={value === when} onChange={() => onChange(when)} />
          <span>{t(`approval.when.${when}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
