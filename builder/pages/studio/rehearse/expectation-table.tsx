import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseProblem } from '../../../../runtime/cases/index.ts';
import type { JsonValue, Plan } from '../../../../runtime/compile/plan.ts';
import type { CaseExpectation, Text } from '../../../../schemas/generated/documents.ts';
import { useText } from '../../../i18n/use-text.ts';
import { choicesOf, type ExpectationRow, type ListKind, listKinds, rowsOf, withoutRow, withRow } from './expectation-rows.ts';
import { FieldInput } from './field-input.tsx';

const states = ['completed', 'refused', 'withdrawn', 'expired', 'running', 'draft'] as const;

interface Props {
  plan: Plan;
  expect: CaseExpectation;
  /** Of the last run; where it was not as expected, its sentence stands beside the row. */
  problems: readonly CaseProblem[];
  onChange(next: CaseExpectation): void;
}

/** What a case must come to, as a table that is read and changed in names: no code anywhere. */
export function ExpectationTable({ plan, expect, problems, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const rows = rowsOf(expect);
  const missing = [...listKinds.filter((kind) => expect[kind] === undefined)];
  const clocks = Object.entries(plan.clocks).filter(([id]) => expect.due?.[id] === undefined);
  const values = Object.entries(plan.types).filter(([path]) => expect.fields?.[path] === undefined);
  const add = (choice: string) => {
    const [kind, of = ''] = choice.split(' ') as [string, string?];
    if (kind === 'due') onChange(withRow(expect, { key: choice, kind, of, value: '' }));
    else if (kind === 'field') onChange(withRow(expect, { key: choice, kind, of, value: null }));
    else onChange(withRow(expect, { key: kind, kind: kind as ListKind, value: [] }));
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <div className="list-scroll" role="region" aria-label={t('cases.expect')} tabIndex={0}>
        <table className="list expectations">
          <thead>
            <tr>
              <th scope="col">{t('cases.expect.what')}</th>
              <th scope="col">{t('cases.expect.should')}</th>
              <th scope="col">{t('cases.expect.got')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.key}
                plan={plan}
                row={row}
                problem={problemOfRow(row, problems)}
                onChange={(next) => onChange(withRow(expect, next))}
                onRemove={() => onChange(withoutRow(expect, row))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Select
        aria-label={t('cases.expect.add')}
        className="expectation-add"
        placeholder={t('cases.expect.add')}
        value={null}
        onChange={(choice: string | null) => choice && add(choice)}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { label: t('cases.expect.lists'), options: missing.map((kind) => ({ value: kind, label: t(`cases.expect.${kind}`) })) },
          { label: t('cases.expect.dates'), options: clocks.map(([id, clock]) => ({ value: `due ${id}`, label: text(clock.name) })) },
          {
            label: t('cases.expect.values'),
            options: values.map(([path, { name }]) => ({ value: `field ${path}`, label: `${subjectOf(plan, path, text)}${text(name)}` })),
          },
        ].filter(({ options }) => options.length > 0)}
      />
    </>
  );
}

const subjectOf = (plan: Plan, path: string, text: (words: Text | undefined) => string): string => {
  const name = text(plan.scenario.subjects[path.split('.')[0] ?? '']?.name);
  return name === '' ? '' : `${name} · `;
};

/** The sentence of the last run about a row. */
export function problemOfRow(row: ExpectationRow, problems: readonly CaseProblem[]): CaseProblem | undefined {
  return problems.find(({ code, about }) => {
    if (row.kind === 'due') return code === 'expect.due' && about === row.of;
    if (row.kind === 'field') return code === 'expect.field' && about === row.of;
    if (row.kind === 'visited' || row.kind === 'notVisited')
      return code === `expect.${row.kind}` && about !== undefined && row.value.includes(about);
    return code === `expect.${row.kind}`;
  });
}

interface RowProps {
  plan: Plan;
  row: ExpectationRow;
  problem: CaseProblem | undefined;
  onChange(row: ExpectationRow): void;
  onRemove(): void;
}

function Row({ plan, row, problem, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const text = useText();
  const name =
    row.kind === 'due'
      ? t('cases.expect.due', { name: text(plan.clocks[row.of]?.name) })
      : row.kind === 'field'
        ? `${subjectOf(plan, row.of, text)}${text(plan.types[row.of]?.name)}`
        : t(`cases.expect.${row.kind}`);
  return (
    <tr className={problem ? 'expectation-wrong' : ''}>
      <th scope="row">{name}</th>
      <td>
        <Value plan={plan} row={row} name={name} onChange={onChange} />
      </td>
      <td>{problem ? <span className="rehearse-rejected">■ {text(problem.message)}</span> : t('cases.expect.met')}</td>
      <td>
        {row.kind !== 'status' && (
          <Button size="small" aria-label={t('cases.expect.remove', { name })} onClick={onRemove}>
            {t('cases.expect.drop')}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Value({ plan, row, name, onChange }: { plan: Plan; row: ExpectationRow; name: string; onChange(row: ExpectationRow): void }) {
  const { t } = useTranslation();
  const text = useText();
  if (row.kind === 'status')
    return (
      <Select
        aria-label={name}
        className="expectation-value"
        value={row.value}
        onChange={(value) => onChange({ ...row, value })}
        options={states.map((value) => ({ value, label: t(`cases.status.${value}`) }))}
      />
    );
  if (row.kind === 'due')
    return (
      <Input
        aria-label={name}
        type="date"
        className="expectation-value"
        value={row.value}
        onChange={(event) => onChange({ ...row, value: event.target.value })}
      />
    );
  if (row.kind === 'field') {
    const declared = plan.types[row.of];
    return (
      <FieldInput
        label={name}
        required
        hint=""
        type={declared?.type ?? 'string'}
        codes={declared?.codes}
        value={row.value}
        problem={undefined}
        onChange={(value: JsonValue) => onChange({ ...row, value })}
      />
    );
  }
  const choices = choicesOf(plan, row.kind);
  return (
    <Select
      aria-label={name}
      className="expectation-value"
      mode="multiple"
      value={[...row.value]}
      placeholder={t('cases.expect.nothing')}
      onChange={(value: string[]) => onChange({ ...row, value })}
      options={Object.entries(choices).map(([value, label]) => ({ value, label: text(label) }))}
      showSearch={{ optionFilterProp: 'label' }}
    />
  );
}
