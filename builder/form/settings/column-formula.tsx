import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseExpression } from '../../../runtime/expression/index.ts';
import type { FormField, ValueType } from '../../../schemas/generated/documents.ts';
import { useText } from '../../i18n/use-text.ts';
import { Entry, TextEntry } from '../../ui/text-entry.tsx';
import { type Formula, feelOfFormula, formulaOf } from '../formula.ts';

type Column = NonNullable<FormField['columns']>[string];
type Others = readonly (readonly [string, Column])[];

/** Sentences about one row: the columns beside it, and a number where it is a share or a while. */
const kinds = ['product', 'sum', 'difference', 'percent', 'days', 'later', 'copy'] as const;
type Kind = (typeof kinds)[number];

const numbers: readonly ValueType[] = ['number', 'integer', 'money'];
const dates: readonly ValueType[] = ['date'];
const fits: Record<Kind, readonly ValueType[] | undefined> = {
  product: numbers,
  sum: numbers,
  difference: numbers,
  percent: numbers,
  days: dates,
  later: dates,
  copy: undefined,
};

/** Columns of a formula in the order they are chosen. */
export function columnsOfFormula(formula: Formula | undefined): string[] {
  if (!formula) return [];
  const paths =
    'paths' in formula ? formula.paths : formula.kind === 'days' ? [formula.from, formula.to] : 'path' in formula ? [formula.path] : [];
  return paths.map((path) => path.replace(/^row\./, ''));
}

/** The formula a sentence means; undefined while something is missing. */
export function columnFormulaOf(kind: Kind, columns: readonly string[], number: string): string | undefined {
  const [a, b] = columns.map((id) => `row.${id}`);
  const valid = /^\d+(\.\d+)?$/.test(number);
  switch (kind) {
    case 'sum':
    case 'product':
      return columns.length > 1 ? feelOfFormula({ kind, paths: columns.map((id) => `row.${id}`) }) : undefined;
    case 'difference':
      return a && b ? feelOfFormula({ kind, paths: [a, b] }) : undefined;
    case 'days':
      return a && b ? feelOfFormula({ kind, from: a, to: b }) : undefined;
    case 'percent':
      return a && valid ? feelOfFormula({ kind, path: a, number }) : undefined;
    case 'later':
      return a && /^\d+$/.test(number) ? feelOfFormula({ kind, path: a, number }) : undefined;
    case 'copy':
      return a ? feelOfFormula({ kind, path: a }) : undefined;
  }
}

interface Props {
  value: string;
  others: Others;
  onChange(feel: string): void;
}

/** How a cell is worked out from its row, as a sentence; what is more than one is written as an expression. */
export function ColumnFormula({ value, others, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const formula = value ? formulaOf(value) : undefined;
  const known = kinds.find((kind) => kind === formula?.kind);
  const [started, setStarted] = useState<Kind | undefined>(known);
  const [chosen, setChosen] = useState<readonly string[]>(() => columnsOfFormula(formula));
  const [number, setNumber] = useState(formula && 'number' in formula ? formula.number : '');
  const [advanced, setAdvanced] = useState(value !== '' && !known);
  const parsed = value ? parseExpression(value) : undefined;
  const problem = parsed && !parsed.ok ? parsed.problems[0] : undefined;
  const nameOf = (id: string) => text(others.find(([other]) => other === id)?.[1].label) || id;
  if (advanced)
    return (
      <div className="rule-entry">
        <TextEntry
          code
          label={t('form.computedBy')}
          status={problem ? 'error' : undefined}
          hint={problem ? text(problem.message) : t('form.column.formula', { example: 'row.c1 * row.c2' })}
          value={value}
          onCommit={(next) => onChange(next.trim())}
        />
        {others.length > 0 && (
          <p className="entry-hint">
            {others.map(([id, other]) => (
              <span key={id}>
                <code>row.{id}</code> {text(other.label)}
                {'　'}
              </span>
            ))}
          </p>
        )}
        {(known || !value) && (
          <Button type="link" size="small" onClick={() => setAdvanced(false)}>
            {t('form.formula.sentence')}
          </Button>
        )}
      </div>
    );
  const set = (kind: Kind | undefined, columns: readonly string[], amount: string) => {
    setStarted(kind);
    setChosen(columns);
    setNumber(amount);
    const feel = kind && columnFormulaOf(kind, columns, amount);
    if (feel !== undefined || value) onChange(feel ?? '');
  };
  const kind = started;
  const options = others
    .filter(([, { type }]) => !kind || !fits[kind] || fits[kind].includes(type ?? 'string'))
    .map(([id, { label }]) => ({ value: id, label: text(label) }));
  const pick = (at: number, label: string) => (
    <Entry label={label}>
      {(ids) => (
        <Select
          {...ids}
          style={{ width: '100%' }}
          value={chosen[at]}
          options={options}
          onChange={(next) => set(kind, Object.assign([...chosen], { [at]: next }), number)}
        />
      )}
    </Entry>
  );
  const amount = (label: string) => (
    <Entry label={label}>
      {(ids) => (
        <InputNumber
          {...ids}
          min={0}
          max={100_000}
          value={number === '' ? null : Number(number)}
          onChange={(next) => set(kind, chosen, next === null ? '' : String(next))}
        />
      )}
    </Entry>
  );
  return (
    <div className="rule-entry">
      <Entry label={t('form.computedBy')}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={kind ?? ''}
            onChange={(next: Kind | '') => set(next || undefined, [], '')}
            options={[
              { value: '', label: t('form.formula.none') },
              ...kinds.map((one) => ({ value: one, label: t(`form.formula.${one}`) })),
            ]}
          />
        )}
      </Entry>
      {(kind === 'sum' || kind === 'product') && (
        <Entry label={t(`form.formula.${kind}.of`)}>
          {(ids) => (
            <Select
              {...ids}
              mode="multiple"
              style={{ width: '100%' }}
              value={[...chosen]}
              options={options}
              onChange={(next: string[]) => set(kind, next, number)}
            />
          )}
        </Entry>
      )}
      {kind === 'difference' && (
        <>
          {pick(0, t('form.formula.from'))}
          {pick(1, t('form.formula.minus'))}
        </>
      )}
      {kind === 'days' && (
        <>
          {pick(0, t('form.formula.firstDay'))}
          {pick(1, t('form.formula.lastDay'))}
        </>
      )}
      {kind === 'percent' && (
        <>
          {pick(0, t('form.formula.of'))}
          {amount(t('form.formula.percentage'))}
        </>
      )}
      {kind === 'later' && (
        <>
          {pick(0, t('form.formula.after'))}
          {amount(t('form.formula.days.count'))}
        </>
      )}
      {kind === 'copy' && pick(0, t('form.formula.same'))}
      {kind && options.length === 0 && <p className="entry-hint">{t('form.column.noOther')}</p>}
      {known && (
        <p className="rule-sentence" aria-live="polite">
          {t('form.rule.computed', { formula: columnWords(formula, t, nameOf) })}
        </p>
      )}
      <Button type="link" size="small" onClick={() => setAdvanced(true)}>
        {t('properties.condition.advanced')}
      </Button>
    </div>
  );
}

function columnWords(
  formula: Formula | undefined,
  t: (key: string, more?: Record<string, string>) => string,
  nameOf: (id: string) => string,
): string {
  const names = columnsOfFormula(formula).map((id) => `「${nameOf(id)}」`);
  const [name = '', to = ''] = names;
  switch (formula?.kind) {
    case 'sum':
    case 'product':
    case 'difference':
      return names.join(t(`form.formula.join.${formula.kind}`));
    case 'percent':
    case 'later':
      return t(`form.formula.words.${formula.kind}`, { name, number: formula.number });
    case 'days':
      return t('form.formula.words.days', { from: name, to });
    default:
      return name;
  }
}
