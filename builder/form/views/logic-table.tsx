import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseExpression } from '../../../runtime/expression/index.ts';
import { ranked } from '../../editing/rank.ts';
import { useDocument } from '../../editing/react/session.tsx';
import { useAskable } from '../../flow/condition-words.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import type { FormActions } from '../actions.ts';
import { type FormRule, type RuleKind, rulesOf } from '../logic.ts';
import { shapeOf } from '../order.ts';
import { useRuleWords } from '../rule-chip.tsx';

const kinds: readonly RuleKind[] = ['shown', 'required', 'computed', 'default'];

/** Every rule of the form in form order; a row opens the field it belongs to. */
export function LogicTable({ actions }: { actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  const form = useDocument().forms[actions.form]!;
  const [section, setSection] = useState('');
  const [kind, setKind] = useState<RuleKind | ''>('');
  const all = rulesOf(form);
  const rules = all.filter((rule) => (!section || rule.section === section) && (!kind || rule.kind === kind));
  return (
    <section className="logic-view" aria-label={t('form.view.logic')}>
      <div className="forms-bar">
        <Select
          aria-label={t('form.logic.section')}
          style={{ width: 200 }}
          value={section}
          onChange={setSection}
          options={[
            { value: '', label: t('form.logic.allSections') },
            ...ranked(form.sections).map(([value, doc]) => ({ value, label: text(doc.title) })),
          ]}
        />
        <Select
          aria-label={t('form.logic.kind')}
          style={{ width: 160 }}
          value={kind}
          onChange={setKind}
          options={[
            { value: '' as const, label: t('form.logic.allKinds') },
            ...kinds.map((value) => ({ value, label: t(`form.logic.kind.${value}`) })),
          ]}
        />
        <span className="forms-count" role="status">
          {t('form.logic.count', { count: rules.length })}
        </span>
      </div>
      {all.length === 0 && <p className="shelf-none">{t('form.logic.none')}</p>}
      {rules.length > 0 && (
        <div className="list-scroll">
          <table className="list list-plain">
            <thead>
              <tr>
                <th scope="col">{t('form.logic.place')}</th>
                <th scope="col">{t('form.logic.field')}</th>
                <th scope="col">{t('form.logic.rule')}</th>
                <th scope="col">{t('form.logic.depends')}</th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule) => (
                <RuleRow key={`${rule.section} ${rule.field} ${rule.column} ${rule.kind}`} rule={rule} actions={actions} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function RuleRow({ rule, actions }: { rule: FormRule; actions: FormActions }) {
  const { t } = useTranslation();
  const text = useText();
  const words = useRuleWords();
  const askable = useAskable();
  const { forms, elements } = useDocument();
  const form = forms[actions.form]!;
  const field = rule.field ? form.fields[rule.field] : undefined;
  const name = field
    ? text(field.label ?? (field.element ? elements[field.element]?.name : undefined))
    : t('form.logic.wholeSection', { name: text(form.sections[rule.section]?.title) });
  const column = rule.column ? text(field?.columns?.[rule.column]?.label) : '';
  const parsed = parseExpression(rule.feel);
  const reads = parsed.ok ? parsed.reads.map((path) => text(askable.get(path)?.name) || path) : [];
  return (
    <tr>
      <td>{rule.field ? shapeOf(form).place.get(rule.field) : '—'}</td>
      <th scope="row">
        {rule.field ? (
          <button type="button" className="plain-button link" onClick={() => actions.select(rule.field)}>
            {[name, column].filter(Boolean).join(' · ')}
          </button>
        ) : (
          name
        )}
      </th>
      <td>
        {words(rule, field?.codes)} {!parsed.ok && <Chip tone="red">{t('form.logic.broken')}</Chip>}
      </td>
      <td>{reads.join(t('flow.listComma'))}</td>
    </tr>
  );
}
