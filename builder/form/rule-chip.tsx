import { useTranslation } from 'react-i18next';
import { usePart } from '../editing/react/session.tsx';
import { useConditionWords } from '../flow/condition-words.ts';
import { Chip } from '../ui/chip.tsx';
import { useFormulaWords } from './formula-words.ts';
import { type FormRule, rulesOfField } from './logic.ts';

/** A rule as a sentence: 当「出生证编号」没有填时显示. */
export function useRuleWords(): (rule: FormRule) => string {
  const { t } = useTranslation();
  const condition = useConditionWords();
  const formula = useFormulaWords();
  return (rule) =>
    rule.kind === 'shown' || rule.kind === 'required'
      ? t(`form.rule.${rule.kind}`, { condition: condition(rule.feel) })
      : t(`form.rule.${rule.kind}`, { formula: formula(rule.feel) });
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
          {words(rule)}
        </Chip>
      ))}
    </span>
  );
}
