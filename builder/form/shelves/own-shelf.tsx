import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm, useForms } from '../../api/forms.ts';
import { fieldsInOrder, knownValues } from '../../editing/paths.ts';
import { ranked } from '../../editing/rank.ts';
import { useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { FormActions } from '../actions.ts';

/** Questions this department asks elsewhere: in the scenario's other forms, or in the other forms of its library. */
export function OwnShelf({ actions }: { actions: FormActions }) {
  const { library } = useScenarioSession();
  return library ? <LibraryShelf actions={actions} /> : <ScenarioShelf actions={actions} />;
}

function ScenarioShelf({ actions }: { actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const form = pkg.forms[actions.form]!;
  const here = new Set(Object.values(form.fields).map((field) => `${field.subject}.${field.element ?? field.key}`));
  const values = [...knownValues(pkg).values()].filter((value) => value.departments.includes(form.department) && !here.has(value.path));
  const add = (value: (typeof values)[number]) => {
    const [otherForm, otherField] = value.fields[0]!;
    const { section: _section, rank: _rank, visibleWhen: _when, ...field } = pkg.forms[otherForm]!.fields[otherField]!;
    actions.add([field]);
  };
  return (
    <ul className="shelf-list">
      {values.map((value) => (
        <li key={value.path}>
          <button type="button" className="shelf-row" onClick={() => add(value)}>
            <span>
              {text(value.subjectName)} {text(value.name)}
            </span>
            <small>{text(pkg.forms[value.fields[0]![0]]?.name)}</small>
          </button>
        </li>
      ))}
      {values.length === 0 && <li className="shelf-none">{t('form.noOwn')}</li>}
    </ul>
  );
}

/** One of the department's other forms at a time: its questions, with their settings. */
function LibraryShelf({ actions }: { actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const own = pkg.forms[actions.form]!;
  const { data: forms } = useForms({ department: own.department });
  const others = (forms?.rows ?? []).filter((row) => row.id !== actions.form && row.fields > 0);
  const [chosen, setChosen] = useState<string>();
  const { data: other } = useForm(chosen ?? others[0]?.id);
  if (forms && others.length === 0) return <p className="shelf-none">{t('form.noOwn')}</p>;
  const here = new Set(Object.values(own.fields).map((field) => `${field.subject}.${field.element ?? field.label?.['zh-CN']}`));
  const subjects = pkg.scenario.subjects;
  const fallback = ranked(subjects)[0]?.[0] ?? '';
  return (
    <>
      <Select
        aria-label={t('form.which')}
        style={{ width: '100%' }}
        value={chosen ?? others[0]?.id}
        onChange={setChosen}
        options={others.map((row) => ({ value: row.id, label: text(row.name) }))}
      />
      <ul className="shelf-list">
        {other &&
          fieldsInOrder(other.form).map(([id, { section: _section, rank: _rank, visibleWhen: _when, key: _key, ...field }]) => {
            const element = field.element ? other.elements[field.element] : undefined;
            const subject = subjects[field.subject] ? field.subject : fallback;
            const added = here.has(`${subject}.${field.element ?? field.label?.['zh-CN']}`);
            return (
              <li key={id}>
                <button
                  type="button"
                  className="shelf-row"
                  disabled={added}
                  onClick={() =>
                    actions.add([{ ...field, subject }], { elements: field.element && element ? { [field.element]: element } : undefined })
                  }
                >
                  <span>{text(field.label ?? element?.name)}</span>
                  <small>{added ? t('form.already') : t(`form.type.${field.type ?? element?.type ?? 'string'}`)}</small>
                </button>
              </li>
            );
          })}
      </ul>
    </>
  );
}
