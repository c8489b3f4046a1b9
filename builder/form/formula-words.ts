import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../editing/react/session.tsx';
import { ownedName, useAskable } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';
import { formulaOf } from './formula.ts';

/** A formula in words: 「房租」加「工资」; what is no sentence keeps its signs, with names in place of paths. */
export function useFormulaWords(): (feel: string) => string {
  const { t } = useTranslation();
  const text = useText();
  const askable = useAskable();
  const { forms } = useDocument();
  return useCallback(
    (feel) => {
      const name = (path: string) => {
        const value = askable.get(path);
        return value ? `「${ownedName(text(value.group), text(value.name), t('flow.of'))}」` : path;
      };
      const formula = formulaOf(feel);
      if (!formula) return feel.replace(/[a-z][A-Za-z0-9]*\.[A-Za-z][A-Za-z0-9_]*/g, name);
      switch (formula.kind) {
        case 'sum':
        case 'product':
        case 'difference':
          return formula.paths.map(name).join(t(`form.formula.join.${formula.kind}`));
        case 'percent':
        case 'later':
          return t(`form.formula.words.${formula.kind}`, { name: name(formula.path), number: formula.number });
        case 'days':
          return t('form.formula.words.days', { from: name(formula.from), to: name(formula.to) });
        case 'columnSum': {
          const columns = Object.values(forms).flatMap((form) =>
            Object.values(form.fields).map((field) => field.columns?.[formula.column]),
          );
          const column = text(columns.find(Boolean)?.label) || formula.column;
          return t('form.formula.words.columnSum', { name: name(formula.path), column });
        }
        case 'copy':
          return name(formula.path);
        default:
          return t(`form.formula.words.${formula.kind}`, { name: name(formula.path) });
      }
    },
    [askable, forms, t, text],
  );
}
