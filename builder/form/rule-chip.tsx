import { useTranslation } from 'react-i18next';
import type { CodeList } from '../../schemas/generated/documents.ts';
import { usePart } from '../editing/react/session.tsx';
import { useConditionWords } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';
import { Chip } from '../ui/chip.tsx';
import { useFormulaWords } from './formula-words.ts';
import { type FormRule, rulesOfField } from './logic.ts';

/** A rule as a sentence: 当「出生证编号」没有填时显示. */
export function useRuleWords(): (rule: FormRule, codes?: CodeList) => string {
  const { t } = useTranslation();
  const condition = useConditionWords();
  const formula = useFormulaWords();
  const text = useText();
  return (rule, codes) => {
    if (rule.kind === 'shown' || rule.kind === 'required') return t(`form.rule.${rule.kind}`, { condition: condition(rule.feel) });
    // A first value is mostly one literal: yes, no, or a choice by its name.
    const literal = /^"([^"\\]*)"$/.exec(rule.feel.trim())?.[1];
    const name = literal !== undefined ? text(codes?.[literal]?.name) || `「${literal}」` : undefined;
    const answer = rule.feel.trim() === 'true' ? t('ui.yes') : rule.feel.trim() === 'false' ? t('ui.no') : name;
    return t(`form.rule.${rule.kind}`, { formula: answer ?? formula(rule.feel) });
  };
}

/** One chip per rule of a field: as many as it has rows in the logic table. */
export function RuleChips({ form, field }: { form: string; field: string }) {
  const rules = usePart((pkg) => pkg.forms[form]?.fields[field]);
  if (!rules || !(rules.visibleWhen || rules.computed || rules.default || rules.columns || typeof rules.required === 'string')) return null;
  return <Chips form={form} field={field} />;
}

/** Apart, so that only fields with rules follow what names are called elsewhere. */
function Chips({ form, field }: { form: string; field: string }) {
  const doc = usePart((pkg) => pkg.forms[form]);
  const words = useRuleWords();
  if (!doc) return null;
  return (
    <span className="rule-chips">
      {rulesOfField(doc, field).map((rule) => (
        <Chip key={`${rule.kind} ${rule.column}`} tone="plain">
          {words(rule, doc.fields[field]?.codes)}
        </Chip>
      ))}
    </span>
  );
}
