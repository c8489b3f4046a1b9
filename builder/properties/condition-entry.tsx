import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, DatePicker, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseCondition } from '../../runtime/expression/index.ts';
import type { ValueType } from '../../schemas/generated/documents.ts';
import { ranked } from '../editing/rank.ts';
import { feelOfRows, type Operator, type Rows, rowsOf, type Term } from '../flow/condition.ts';
import { type Askable, operatorWord, useAskable } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';
import { TextEntry } from '../ui/text-entry.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { ValueSelect } from './selects.tsx';

interface ConditionProps {
  label: string;
  value: string;
  onChange: (feel: string) => void;
}

/** 当 [户籍地] [是] [本县] 时: rows over known values; what is more than rows is written as an expression. */
export function ConditionEntry({ label, value, onChange }: ConditionProps) {
  const { t } = useTranslation();
  const text = useText();
  const rows = value.trim() === '' ? { join: 'and' as const, terms: [] } : rowsOf(value);
  const [advanced, setAdvanced] = useState(false);
  const [started, setStarted] = useState(false);
  if (!rows || advanced) {
    const parsed = value.trim() === '' ? undefined : parseCondition(value);
    const problem = parsed && !parsed.ok ? parsed.problems[0] : undefined;
    return (
      <div className="panel-list" data-entry="when">
        <TextEntry
          code
          rows={2}
          label={label}
          value={value}
          status={problem ? 'error' : undefined}
          hint={problem ? text(problem.message) : t('properties.feel.hint')}
          onCommit={(next) => onChange(next.trim())}
        />
        {rows && (
          <Button type="link" size="small" onClick={() => setAdvanced(false)}>
            {t('properties.condition.rows')}
          </Button>
        )}
      </div>
    );
  }
  const set = (terms: Term[], join: Rows['join'] = rows.join) => onChange(feelOfRows({ join, terms }));
  return (
    <fieldset className="panel-set" data-entry="when">
      <legend>{label}</legend>
      {rows.terms.map((term, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own; they are their place
        <div key={i}>
          {i === 1 && (
            <Segmented
              size="small"
              aria-label={t('properties.condition.join')}
              value={rows.join}
              onChange={(join) => set(rows.terms, join)}
              options={(['and', 'or'] as const).map((join) => ({ value: join, label: t(`properties.join.${join}`) }))}
            />
          )}
          {i > 1 && <span className="rows-join">{t(`properties.join.${rows.join}`)}</span>}
          <Row
            term={term}
            onChange={(next) => set(rows.terms.map((other, j) => (j === i ? next : other)))}
            onDelete={() => set(rows.terms.filter((_, j) => j !== i))}
          />
        </div>
      ))}
      {(started || rows.terms.length === 0) && (
        <ValueSelectForNew
          onChoose={(term) => {
            setStarted(false);
            set([...rows.terms, term]);
          }}
        />
      )}
      <span className="panel-row">
        {rows.terms.length > 0 && !started && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setStarted(true)}>
            {t('properties.condition.add')}
          </Button>
        )}
        <Button type="link" size="small" onClick={() => setAdvanced(true)}>
          {t('properties.condition.advanced')}
        </Button>
      </span>
    </fieldset>
  );
}

function ValueSelectForNew({ onChoose }: { onChoose: (term: Term) => void }) {
  const { t } = useTranslation();
  const askable = useAskable();
  return <ValueSelect label={t('properties.condition.value')} value="" onChange={(path) => onChoose(firstTerm(askable.get(path)!))} />;
}

const listed: readonly ValueType[] = ['code', 'codes', 'cascade'];
const numeric: readonly ValueType[] = ['number', 'integer', 'money'];
const kindOf = (type: ValueType): Term['kind'] =>
  numeric.includes(type) ? 'number' : type === 'boolean' ? 'boolean' : type === 'date' ? 'date' : 'text';

/** Operators that make sense for a type; the first one is the default. */
function operatorsFor(type: ValueType): Operator[] {
  if (type === 'codes') return ['contains', 'lacks', 'empty', 'filled'];
  if (type === 'boolean') return ['=', 'empty', 'filled'];
  if (numeric.includes(type) || type === 'date') return ['>=', '>', '<=', '<', '=', '!=', 'empty', 'filled'];
  return ['=', '!=', 'in', 'empty', 'filled'];
}

/** The plainest complete comparison of a value, to begin with. */
export function firstTerm(askable: Askable): Term {
  const [operator] = operatorsFor(askable.type);
  const first = ranked(askable.codes)[0]?.[0];
  const kind = kindOf(askable.type);
  const value = first ?? (kind === 'boolean' ? 'true' : kind === 'number' ? '0' : '');
  // A date has no neutral value; asking whether it is filled in is a complete condition to begin with.
  return kind === 'date'
    ? { path: askable.path, operator: 'filled', values: [], kind }
    : { path: askable.path, operator: operator!, values: [value], kind };
}

function Row({ term, onChange, onDelete }: { term: Term; onChange: (term: Term) => void; onDelete: () => void }) {
  const { t } = useTranslation();
  const askable = useAskable();
  const known = askable.get(term.path);
  const operators = operatorsFor(known?.type ?? 'string');
  const noValue = term.operator === 'empty' || term.operator === 'filled';
  return (
    <div className="rows-row">
      <div className="rows-controls">
        <ValueSelect
          label={t('properties.condition.value')}
          value={term.path}
          onChange={(path) => onChange(firstTerm(askable.get(path)!))}
        />
        <Select
          aria-label={t('properties.condition.operator')}
          style={{ width: 110 }}
          value={term.operator}
          onChange={(operator) =>
            onChange({
              ...term,
              operator,
              values: operator === 'empty' || operator === 'filled' ? [] : operator === 'in' ? term.values : term.values.slice(0, 1),
            })
          }
          options={[...new Set([...operators, term.operator])].map((operator) => ({
            value: operator,
            label: t(`properties.operator.${operatorWord(operator)}`),
          }))}
        />
        {!noValue && <TermValue term={term} known={known} onChange={(values) => onChange({ ...term, values })} />}
      </div>
      <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('properties.condition.delete')} onClick={onDelete} />
    </div>
  );
}

function TermValue({ term, known, onChange }: { term: Term; known: Askable | undefined; onChange: (values: string[]) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const label = t('properties.condition.compare');
  const draft = useDraft(term.values.join('，'), (next) =>
    onChange(
      term.operator === 'in'
        ? next
            .split(/[,，]/)
            .map((v) => v.trim())
            .filter(Boolean)
        : [next.trim()],
    ),
  );
  // A list nobody gave choices yet: an empty box to choose from would be a dead end.
  if (known && listed.includes(known.type) && ranked(known.codes).length === 0)
    return <p className="panel-note">{t('properties.condition.noChoices')}</p>;
  if (known?.codes) {
    const options = ranked(known.codes).map(([value, code]) => ({ value, label: text(code.name) }));
    return term.operator === 'in' ? (
      <Select
        mode="multiple"
        aria-label={label}
        style={{ minWidth: 140, flex: 1 }}
        value={term.values}
        onChange={(values) => values.length > 0 && onChange(values)}
        options={options}
      />
    ) : (
      <Select
        aria-label={label}
        style={{ minWidth: 120, flex: 1 }}
        value={term.values[0]}
        onChange={(value) => onChange([value])}
        options={options}
      />
    );
  }
  if (term.kind === 'boolean')
    return (
      <Select
        aria-label={label}
        style={{ width: 80 }}
        value={term.values[0]}
        onChange={(value) => onChange([value])}
        options={[
          { value: 'true', label: t('ui.yes') },
          { value: 'false', label: t('ui.no') },
        ]}
      />
    );
  if (term.kind === 'date')
    return (
      <DatePicker
        aria-label={label}
        placeholder={term.values[0]}
        onChange={(_date, value) => typeof value === 'string' && value && onChange([value])}
      />
    );
  return (
    <Input
      aria-label={label}
      style={{ flex: 1, minWidth: 100 }}
      inputMode={term.kind === 'number' ? 'decimal' : undefined}
      value={draft.value}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onPressEnter={draft.leave}
    />
  );
}
