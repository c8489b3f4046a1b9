import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseExpression } from '../../../runtime/expression/index.ts';
import type { ValueType } from '../../../schemas/generated/documents.ts';
import { pathOf } from '../../editing/paths.ts';
import { ranked } from '../../editing/rank.ts';
import { useDocument } from '../../editing/react/session.tsx';
import { ownedName, useAskable } from '../../flow/condition-words.ts';
import { useText } from '../../i18n/use-text.ts';
import { ConditionEntry } from '../../properties/condition-entry.tsx';
import { Entry, TextEntry } from '../../ui/text-entry.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { type Formula, type FormulaKind, feelOfFormula, formulaKinds, formulaOf } from '../formula.ts';
import { useFormulaWords } from '../formula-words.ts';
import { useRuleWords } from '../rule-chip.tsx';

interface ConditionSentenceProps {
  label: string;
  kind: 'shown' | 'required';
  value: string;
  onChange: (feel: string) => void;
}

/** The rows of a condition with the sentence they make: 当「出生证编号」没有填时显示. */
export function ConditionSentence({ label, kind, value, onChange }: ConditionSentenceProps) {
  const words = useRuleWords();
  return (
    <div className="rule-entry">
      <ConditionEntry label={label} value={value} onChange={onChange} />
      {value && (
        <p className="rule-sentence" aria-live="polite">
          {words({ section: '', kind, feel: value })}
        </p>
      )}
    </div>
  );
}

interface FormulaProps {
  label: string;
  form: string;
  value: string;
  onChange: (feel: string) => void;
}

/** A formula as a sentence; what is more than one is written as an expression and checked as it is left. */
export function FormulaEntry({ label, form, value, onChange }: FormulaProps) {
  const { t } = useTranslation();
  const text = useText();
  const words = useFormulaWords();
  const formula = value ? formulaOf(value) : undefined;
  const [started, setStarted] = useState<FormulaKind>();
  const [advanced, setAdvanced] = useState(value !== '' && !formula);
  const parsed = value ? parseExpression(value) : undefined;
  const problem = parsed && !parsed.ok ? parsed.problems[0] : undefined;
  if (advanced)
    return (
      <div className="rule-entry">
        <TextEntry
          code
          rows={2}
          label={label}
          hint={problem ? text(problem.message) : t('form.formula.hint')}
          status={problem ? 'error' : undefined}
          value={value}
          onCommit={(next) => onChange(next.trim())}
        />
        {value && !problem && <p className="rule-sentence">{t('form.rule.computed', { formula: words(value) })}</p>}
        {(formula || !value) && (
          <Button type="link" size="small" onClick={() => setAdvanced(false)}>
            {t('form.formula.sentence')}
          </Button>
        )}
      </div>
    );
  const kind = formula?.kind ?? started;
  return (
    <div className="rule-entry">
      <Entry label={label}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={kind ?? ''}
            onChange={(next: FormulaKind | '') => {
              setStarted(next || undefined);
              if (value) onChange('');
            }}
            options={[
              { value: '', label: t('form.formula.none') },
              ...formulaKinds.map((one) => ({ value: one, label: t(`form.formula.${one}`) })),
            ]}
          />
        )}
      </Entry>
      {kind && (
        <Operands
          key={kind}
          kind={kind}
          form={form}
          formula={formula?.kind === kind ? formula : undefined}
          onChange={(next) => onChange(feelOfFormula(next))}
        />
      )}
      {value && (
        <p className="rule-sentence" aria-live="polite">
          {t('form.rule.computed', { formula: words(value) })}
        </p>
      )}
      <Button type="link" size="small" onClick={() => setAdvanced(true)}>
        {t('properties.condition.advanced')}
      </Button>
    </div>
  );
}

interface OperandsProps {
  kind: FormulaKind;
  form: string;
  formula: Formula | undefined;
  onChange: (formula: Formula) => void;
}

const numbers: readonly ValueType[] = ['number', 'integer', 'money'];
const dates: readonly ValueType[] = ['date'];

/** What a sentence of this kind is about; it is written down once nothing is missing. */
function Operands({ kind, form, formula, onChange }: OperandsProps) {
  const { t } = useTranslation();
  const [parts, setParts] = useState<Record<string, string>>(() => partsOfFormula(formula));
  const set = (changes: Record<string, string>) => {
    const next = { ...parts, ...changes };
    setParts(next);
    const made = formulaOfParts(kind, next);
    if (made) onChange(made);
  };
  const pick = (key: string, label: string, types: readonly ValueType[] | undefined) => (
    <ValuePick label={label} types={types} value={parts[key] ?? ''} onChange={(path) => set({ [key]: path })} />
  );
  const number = (key: string, label: string) => (
    <NumberPart label={label} value={parts[key] ?? ''} onChange={(next) => set({ [key]: next })} />
  );
  switch (kind) {
    case 'sum':
    case 'product':
      return (
        <Several
          label={t(`form.formula.${kind}.of`)}
          value={(parts.paths ?? '').split(' ').filter(Boolean)}
          onChange={(paths) => set({ paths: paths.join(' ') })}
        />
      );
    case 'difference':
      return (
        <>
          {pick('a', t('form.formula.from'), numbers)}
          {pick('b', t('form.formula.minus'), numbers)}
        </>
      );
    case 'percent':
      return (
        <>
          {pick('path', t('form.formula.of'), numbers)}
          {number('number', t('form.formula.percentage'))}
        </>
      );
    case 'days':
      return (
        <>
          {pick('from', t('form.formula.firstDay'), dates)}
          {pick('to', t('form.formula.lastDay'), dates)}
        </>
      );
    case 'later':
      return (
        <>
          {pick('path', t('form.formula.after'), dates)}
          {number('number', t('form.formula.days.count'))}
        </>
      );
    case 'age':
      return pick('path', t('form.formula.birthDate'), dates);
    case 'birth':
      return pick('path', t('form.formula.idNumber'), ['idCard']);
    case 'copy':
      return pick('path', t('form.formula.same'), undefined);
    case 'rowCount':
      return pick('path', t('form.formula.table'), ['table']);
    case 'columnSum':
      return (
        <ColumnPick form={form} value={parts.column ?? ''} path={parts.path ?? ''} onChange={(path, column) => set({ path, column })} />
      );
  }
}

function partsOfFormula(formula: Formula | undefined): Record<string, string> {
  if (!formula) return {};
  if (formula.kind === 'difference') return { a: formula.paths[0], b: formula.paths[1] };
  if (formula.kind === 'sum' || formula.kind === 'product') return { paths: formula.paths.join(' ') };
  return Object.fromEntries(Object.entries(formula).filter(([key, value]) => key !== 'kind' && typeof value === 'string'));
}

function formulaOfParts(kind: FormulaKind, parts: Record<string, string>): Formula | undefined {
  const { a, b, path, number, from, to, column } = parts;
  const paths = (parts.paths ?? '').split(' ').filter(Boolean);
  const valid = number !== undefined && /^\d+(\.\d+)?$/.test(number);
  switch (kind) {
    case 'sum':
    case 'product':
      return paths.length > 1 ? { kind, paths } : undefined;
    case 'difference':
      return a && b ? { kind, paths: [a, b] } : undefined;
    case 'percent':
      return path && valid ? { kind, path, number } : undefined;
    case 'later':
      return path && valid && !number.includes('.') ? { kind, path, number } : undefined;
    case 'days':
      return from && to ? { kind, from, to } : undefined;
    case 'columnSum':
      return path && column ? { kind, path, column } : undefined;
    default:
      return path ? { kind, path } : undefined;
  }
}

interface PickProps {
  label: string;
  types: readonly ValueType[] | undefined;
  value: string;
  onChange: (path: string) => void;
}

function useOptions(types: readonly ValueType[] | undefined): { value: string; label: string }[] {
  const text = useText();
  const { t } = useTranslation();
  return [...useAskable().values()]
    .filter((entry) => entry.group && (!types || types.includes(entry.type)))
    .map((entry) => ({ value: entry.path, label: ownedName(text(entry.group), text(entry.name), t('flow.of')) }));
}

function ValuePick({ label, types, value, onChange }: PickProps) {
  const { t } = useTranslation();
  const options = useOptions(types);
  return (
    <Entry label={label}>
      {(ids) => (
        <Select
          {...ids}
          style={{ width: '100%' }}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={options.length > 0 ? t('properties.values.choose') : t('form.formula.nothing')}
          value={value || undefined}
          onChange={onChange}
          options={options}
        />
      )}
    </Entry>
  );
}

function Several({ label, value, onChange }: { label: string; value: string[]; onChange: (paths: string[]) => void }) {
  const options = useOptions(numbers);
  return (
    <Entry label={label}>
      {(ids) => (
        <Select
          {...ids}
          mode="multiple"
          style={{ width: '100%' }}
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          onChange={onChange}
          options={options}
        />
      )}
    </Entry>
  );
}

function NumberPart({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const draft = useDraft(value, (next) => onChange(next.trim()));
  return (
    <Entry label={label}>
      {(ids) => (
        <Input
          {...ids}
          inputMode="decimal"
          value={draft.value}
          onChange={(event) => draft.set(event.target.value)}
          onBlur={draft.leave}
          onPressEnter={draft.leave}
        />
      )}
    </Entry>
  );
}

/** A column with numbers of one of the tables of the form. */
function ColumnPick({
  form,
  path,
  column,
  value = column,
  onChange,
}: {
  form: string;
  path: string;
  column?: string;
  value?: string;
  onChange: (path: string, column: string) => void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const { fields } = useDocument().forms[form]!;
  const options = Object.values(fields).flatMap((field) =>
    ranked(field.columns)
      .filter(([, spec]) => numbers.includes(spec.type ?? 'string'))
      .map(([id, spec]) => ({ value: `${pathOf(field)} ${id}`, label: `${text(field.label)} · ${text(spec.label)}` })),
  );
  return (
    <Entry label={t('form.formula.column')}>
      {(ids) => (
        <Select
          {...ids}
          style={{ width: '100%' }}
          placeholder={options.length > 0 ? t('properties.values.choose') : t('form.formula.nothing')}
          value={path && value ? `${path} ${value}` : undefined}
          onChange={(next) => {
            const [table, id] = next.split(' ') as [string, string];
            onChange(table, id);
          }}
          options={options}
        />
      )}
    </Entry>
  );
}
