import { Checkbox, Input, Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MergedField, type MergedForm, mergedFormsOf } from '../../../runtime/compile/index.ts';
import { useDocument, useExecute } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import './applicant/applicant.css';
import { DepartmentTable } from './applicant/department-table.tsx';
import { askingDepartments, departmentPart, type RowFilter, sectionsOf } from './applicant/merged-rows.ts';
import { MergedTable } from './applicant/merged-table.tsx';
import './scenario-list.css';

type View = 'merged' | 'department';

/** The merged form as citizens meet it, who needs each value and why; and what is left of it for one department. */
export function ApplicantPage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [view, setView] = useState<View>('merged');
  const [filter, setFilter] = useState<RowFilter>({});
  const forms = useMemo(() => Object.values(mergedFormsOf(pkg)), [pkg]);
  const departments = [...new Set(forms.flatMap((form) => askingDepartments(pkg, form)))];
  // The department's view needs one: the first until another is chosen.
  const department = filter.department ?? (view === 'department' ? departments[0] : undefined);
  return (
    <Page title={t('studio.tab.applicant')} titles={[text(pkg.scenario.name)]} lead={t('studio.applicant.lead')}>
      {forms.length === 0 ? (
        <EmptyState title={t('studio.applicant.none')}>{t('studio.applicant.none.words')}</EmptyState>
      ) : (
        <Toolbar view={view} onView={setView} filter={{ ...filter, department }} onFilter={setFilter} departments={departments} />
      )}
      {forms.length > 0 && view === 'merged' && <SituationChoice />}
      {forms.map((form) =>
        view === 'department' && department !== undefined ? (
          <Part key={form.node} form={form} department={department} />
        ) : (
          <Merged key={form.node} form={form} filter={filter} />
        ),
      )}
    </Page>
  );
}

interface ToolbarProps {
  view: View;
  onView(view: View): void;
  filter: RowFilter;
  onFilter(filter: RowFilter): void;
  departments: string[];
}

function Toolbar({ view, onView, filter, onFilter, departments }: ToolbarProps) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const names = departments.map((value) => ({ value, label: text(scenario.departments[value]?.name) }));
  const all = { value: '', label: t('applicant.department.all') };
  const supplies: MergedField['supply'][] = ['asked', 'shared', 'derived'];
  return (
    <div className="applicant-tools">
      <Segmented<View>
        aria-label={t('applicant.view')}
        value={view}
        onChange={onView}
        options={[
          { value: 'merged', label: t('applicant.view.merged') },
          { value: 'department', label: t('applicant.view.department') },
        ]}
      />
      <Select
        aria-label={t('applicant.department')}
        className="applicant-department"
        value={filter.department ?? ''}
        onChange={(department) => onFilter({ ...filter, department: department === '' ? undefined : department })}
        options={view === 'department' ? names : [all, ...names]}
      />
      {view === 'merged' && (
        <>
          <Select
            aria-label={t('applicant.supply')}
            className="applicant-supply"
            value={filter.supply ?? ''}
            onChange={(supply) => onFilter({ ...filter, supply: supply === '' ? undefined : (supply as MergedField['supply']) })}
            options={[
              { value: '', label: t('applicant.supply.all') },
              ...supplies.map((value) => ({ value, label: t(`studio.applicant.${value}`) })),
            ]}
          />
          <Input
            aria-label={t('applicant.search')}
            className="applicant-search"
            placeholder={t('applicant.search')}
            allowClear
            value={filter.words ?? ''}
            onChange={(event) => onFilter({ ...filter, words: event.target.value })}
          />
          <Checkbox checked={filter.differing ?? false} onChange={(event) => onFilter({ ...filter, differing: event.target.checked })}>
            {t('applicant.differing')}
          </Checkbox>
        </>
      )}
    </div>
  );
}

/** Which form is asked first; any form an applicant fills in may be. */
function SituationChoice() {
  const { t } = useTranslation();
  const text = useText();
  const execute = useExecute();
  const { scenario, forms } = useDocument();
  const uses = [...new Set(Object.values(scenario.nodes).flatMap((node) => (node.kind === 'fill' ? node.forms : [])))];
  const options = uses.map((value) => ({ value, label: text(forms[scenario.forms[value]?.form ?? '']?.name) }));
  return (
    <div className="applicant-situation">
      <label htmlFor="situation-form">{t('applicant.situation')}</label>
      <Select
        id="situation-form"
        className="applicant-department"
        value={scenario.situation?.form ?? ''}
        onChange={(form) => execute('situation.choose', { form: form === '' ? undefined : form })}
        options={[{ value: '', label: t('applicant.situation.none') }, ...options]}
      />
      <small>{t('applicant.situation.hint')}</small>
    </div>
  );
}

function Merged({ form, filter }: { form: MergedForm; filter: RowFilter }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const sections = sectionsOf(form, filter);
  return (
    <Sheet title={text(scenario.nodes[form.node]?.name)}>
      <Counts form={form} />
      {sections.length === 0 && <EmptyState title={t('applicant.nothing')}>{t('applicant.nothing.words')}</EmptyState>}
      {sections.map(({ section, fields }) => (
        <div className="list-scroll merged-section" key={section.id}>
          <h3>{text(section.title)}</h3>
          <MergedTable fields={fields} />
        </div>
      ))}
    </Sheet>
  );
}

/** n fields, so many questions, asked, shared, derived: figures in a row, and the bar they make. */
function Counts({ form: { counts, fields } }: { form: MergedForm }) {
  const { t } = useTranslation();
  const figures: [string, number, string?][] = [
    ['applicant.fields', counts.formFields],
    ['applicant.questions', Object.keys(fields).length],
    ['applicant.asked', counts.asked, 'asked'],
    ['applicant.shared', counts.shared, 'shared'],
    ['applicant.derived', counts.derived, 'derived'],
  ];
  return (
    <>
      <dl className="applicant-counts">
        {figures.map(([key, value, kind]) => (
          <div key={key} data-kind={kind}>
            <dt>{t(key)}</dt>
            <dd>
              {value} <small>{t('applicant.unit')}</small>
            </dd>
          </div>
        ))}
      </dl>
      <div className="applicant-bar" aria-hidden="true">
        {(['asked', 'shared', 'derived'] as const).map((kind) => (
          <i key={kind} data-kind={kind} style={{ flexGrow: counts[kind] }} />
        ))}
      </div>
    </>
  );
}

function Part({ form, department }: { form: MergedForm; department: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const part = departmentPart(form, department);
  if (part.rows.length === 0) return null;
  const name = text(scenario.departments[department]?.name);
  return (
    <Sheet title={text(scenario.nodes[form.node]?.name)} note={t('applicant.part', { name, all: part.rows.length, ...part.counts })}>
      <div className="list-scroll merged-section">
        <DepartmentTable part={part} />
      </div>
      {part.hidden > 0 && <p className="applicant-hidden">{t('applicant.hidden', { n: part.hidden })}</p>}
    </Sheet>
  );
}
