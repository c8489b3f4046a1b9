import { useTranslation } from 'react-i18next';
import { Chip, type Tone } from '../../../ui/chip.tsx';

const tones: Record<string, Tone> = {
  normal: 'done',
  amber: 'amber',
  overdue: 'red',
  stopped: 'stopped',
  done: 'plain',
  provisional: 'idle',
};

/** A lamp in words: shape, colour and how many working days. */
export function LampChip({ lamp, left, due }: { lamp: string; left: number | undefined; due: string | undefined }) {
  const { t } = useTranslation();
  const words =
    left === undefined || lamp === 'stopped' || lamp === 'done' || lamp === 'provisional'
      ? t(`rehearse.lamp.${lamp}`)
      : lamp === 'overdue'
        ? t('rehearse.lamp.over', { days: Math.abs(left) })
        : t('rehearse.lamp.left', { days: left });
  return (
    <Chip tone={tones[lamp] ?? 'plain'} title={due}>
      {words}
    </Chip>
  );
}
