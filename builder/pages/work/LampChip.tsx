import { useTranslation } from 'react-i18next';
import type { Lamp } from '../../../schemas/generated/api.ts';
import { Chip } from '../../ui/chip.tsx';
import { lampWords } from './lamp.ts';

export function LampChip({ lamp, workingDaysLeft }: { lamp: Lamp; workingDaysLeft?: number }) {
  const { t } = useTranslation();
  const { tone, key, days } = lampWords(lamp, workingDaysLeft);
  return <Chip tone={tone}>{t(key, { days })}</Chip>;
}
