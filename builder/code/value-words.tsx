/** Values of a script as people read them. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownValue } from '../editing/paths.ts';
import { ownedName } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';
import { Chip } from '../ui/chip.tsx';
import { sensitiveFrom, type VisibleValue } from './visible-values.ts';

/** 母亲的姓名; a name that says already whose it is stays as it is. */
export function useValueName(): (value: Pick<KnownValue, 'name' | 'subjectName'>) => string {
  const { t } = useTranslation();
  const text = useText();
  return useCallback((value) => ownedName(text(value.subjectName), text(value.name), t('code.of')), [text, t]);
}

/** Type, how sensitive, where it comes from: one line for completion and lists. */
export function useValueAbout(): (value: VisibleValue) => string {
  const { t } = useTranslation();
  const text = useText();
  return useCallback(
    (value) => {
      const [first, second, ...others] = value.sources.map((name) => text(name));
      const named = [first, second].filter((name) => name !== undefined).join(t('code.comma'));
      const source = others.length > 0 ? t('code.sources', { named, count: value.sources.length }) : named || t('code.noSource');
      return [t(`form.type.${value.type}`), t('code.sensitivity', { level: value.sensitivity }), source].join(' · ');
    },
    [text, t],
  );
}

export function SensitiveChip({ level }: { level: number }) {
  const { t } = useTranslation();
  return <Chip tone={level >= sensitiveFrom ? 'amber' : 'plain'}>{t('code.sensitivity', { level })}</Chip>;
}
