import { Checkbox } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MergedField, type MergedForm, mergedFormsOf } from '../../../runtime/compile/index.ts';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import './scenario-list.css';

/** The merged form as citizens meet it: every question, how it is got, and which departments need it and why. */
export function ApplicantPage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [onlyAsked, setOnlyAsked] = useState(false);
  const forms = useMemo(() => Object.values(mergedFormsOf(pkg)), [pkg]);
  return (
    <Page
      title={t('studio.tab.applicant')}
      titles={[text(pkg.scenario.name)]}
      lead={t('studio.applicant.lead')}
      actions={
        <Checkbox checked={onlyAsked} onChange={(event) => setOnlyAsked(event.target.checked)}>
          {t('studio.applicant.filter')}
        </Checkbox>
      }
    >
      {forms.length === 0 && <EmptyState title={t('studio.applicant.none')}>{t('studio.applicant.none.words')}</EmptyState>}
      {forms.map((form) => (
        <Merged key={form.node} form={form} onlyAsked={onlyAsked} />
      ))}
    </Page>
  );
}

function Merged({ form, onlyAsked }: { form: MergedForm; onlyAsked: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { counts } = form;
  return (
    <Sheet
      title={text(scenario.nodes[form.node]?.name)}
      note={t('studio.applicant.counts', { all: counts.formFields, asked: counts.asked, shared: counts.shared, derived: counts.derived })}
    >
      {form.sections.map((section) => {
        const fields = section.fields
          .map((path) => form.fields[path]!)
          .filter((field) => field && (!onlyAsked || field.supply === 'asked'));
        if (fields.length === 0) return null;
        return (
          <div className="list-scroll merged-section" key={section.id}>
            <h3>{text(section.title)}</h3>
            <table className="list list-plain merged">
              <thead>
                <tr>
                  <th scope="col">{t('studio.applicant.question')}</th>
                  <th scope="col">{t('studio.applicant.supply')}</th>
                  <th scope="col">{t('studio.applicant.who')}</th>
                </tr>
              </thead>
              <tbody>
                {fields.map((field) => (
                  <FieldRow key={field.path} field={field} />
                ))}
              </tbody>
            </table>
          </div>
        );
      })}
    </Sheet>
  );
}

function FieldRow({ field }: { field: MergedField }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario, forms } = useDocument();
  const source = field.data ? text(scenario.data?.[field.data]?.name) : '';
  const whys = field.needs.map((need) => {
    const form = forms[need.form] ?? Object.values(forms).find((f) => f.id === scenario.forms[need.form]?.form);
    const item = need.item ? text(scenario.items[need.item]?.name) : form ? t('studio.applicant.form', { form: text(form.name) }) : '';
    return {
      key: `${need.form} ${need.field}`,
      who: text(scenario.departments[need.department]?.name),
      words: [item, text(need.why), text(need.legalBasis)].filter(Boolean).join('，'),
    };
  });
  return (
    <tr>
      <th scope="row">
        {text(field.label)}
        <small>
          {field.required === true
            ? t('studio.applicant.required')
            : typeof field.required === 'function'
              ? t('studio.applicant.sometimes')
              : ''}
        </small>
      </th>
      <td>
        <Chip tone={field.supply === 'asked' ? 'action' : 'plain'}>{t(`studio.applicant.${field.supply}`)}</Chip>
        {source && <small className="merged-source">{t('studio.applicant.from', { source })}</small>}
      </td>
      <td>
        {whys.map((why) => (
          <p key={why.key}>
            <b>{why.who}</b> {why.words}
          </p>
        ))}
      </td>
    </tr>
  );
}
