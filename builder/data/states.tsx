/** States of applications and grants in words: shape, word and tint; who has to act, and by when. */
import { useTranslation } from 'react-i18next';
import type { DataApplicationBrief, DataGrantRow, DataResourceRow } from '../../schemas/generated/api.ts';
import { useText } from '../i18n/use-text.ts';
import { Chip, type Tone } from '../ui/chip.tsx';
import './data.css';
import './right.css';

const applicationTones: Record<DataApplicationBrief['state'], Tone> = {
  draft: 'idle',
  review: 'going',
  answer: 'going',
  granted: 'done',
  returned: 'amber',
  refused: 'red',
  dispute: 'amber',
  withdrawn: 'idle',
  suspended: 'stopped',
  revoked: 'red',
  expired: 'idle',
};

export function ApplicationChip({ brief }: { brief: Pick<DataApplicationBrief, 'state'> }) {
  const { t } = useTranslation();
  return <Chip tone={applicationTones[brief.state]}>{t(`data.state.${brief.state}`)}</Chip>;
}

/** Whose turn it is and until when: 公安局在 11 月 27 日前答复，还有 3 个工作日. Nothing when nobody has to act. */
export function useTurnWords(): (brief: Pick<DataApplicationBrief, 'side' | 'sideName' | 'dueOn' | 'daysLeft' | 'lamp'>) => string {
  const { t } = useTranslation();
  const text = useText();
  return ({ side, sideName, dueOn, daysLeft, lamp }) => {
    if (side === 'none') return '';
    const who = text(sideName);
    if (!dueOn) return t(`data.turn.${side}`, { who });
    const words = t(`data.turn.${side}.due`, { who, date: dueOn });
    if (lamp === 'overdue') return `${words}${t('data.turn.comma')}${t('data.turn.over')}`;
    return daysLeft === undefined
      ? words
      : `${words}${t('data.turn.comma')}${daysLeft === 0 ? t('data.turn.today') : t('data.turn.left', { days: daysLeft })}`;
  };
}

export function Turn({ brief }: { brief: Parameters<ReturnType<typeof useTurnWords>>[0] }) {
  const words = useTurnWords()(brief);
  if (!words) return null;
  const sign = brief.lamp === 'overdue' ? '■ ' : brief.lamp === 'amber' ? '▲ ' : '';
  return <span className={`turn turn-${brief.lamp}`}>{`${sign}${words}`}</span>;
}

const grantTones: Record<DataGrantRow['state'], Tone> = { granted: 'done', suspended: 'stopped', revoked: 'red', expired: 'idle' };

export function GrantChip({ state }: { state: DataGrantRow['state'] }) {
  const { t } = useTranslation();
  return <Chip tone={grantTones[state]}>{t(`data.state.${state}`)}</Chip>;
}

const standingTones = { own: 'action', granted: 'done', pending: 'going' } as const;

/** What the one who looks has to do with it: keeps it, may read it, has asked for it. */
export function Standing({ standing }: { standing: keyof typeof standingTones }) {
  const { t } = useTranslation();
  return <Chip tone={standingTones[standing]}>{t(`data.standing.${standing}`)}</Chip>;
}

export function SharingChip({ sharing }: { sharing: DataResourceRow['sharing'] }) {
  const { t } = useTranslation();
  const tones = { unconditional: 'plain', conditional: 'plain', notShared: 'stopped' } as const;
  return <Chip tone={tones[sharing]}>{t(`data.sharing.${sharing}`)}</Chip>;
}

/** 一般, 较敏感, 敏感, 高度敏感: four words, and as many marks, so that a column is read at a glance. */
export function Sensitivity({ level }: { level: number }) {
  const { t } = useTranslation();
  return (
    <span className="sensitivity">
      <span aria-hidden="true">{'■'.repeat(level) + '□'.repeat(4 - level)}</span> {t(`data.sensitivity.${level}`)}
    </span>
  );
}

/** A share as people read it; nothing measured yet is said so. */
export function usePercent(): (share: number | null | undefined) => string {
  const { t } = useTranslation();
  return (share) => {
    if (share === null || share === undefined) return t('data.unmeasured');
    const percent = share * 100;
    return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)}%`;
  };
}

/** How old an answer may be, in the largest whole unit. */
export function useFreshness(): (seconds: number | undefined) => string {
  const { t } = useTranslation();
  return (seconds) => {
    if (seconds === undefined || seconds === 0) return t('data.fresh.now');
    if (seconds % 86_400 === 0) return t('data.fresh.days', { count: seconds / 86_400 });
    if (seconds % 3600 === 0) return t('data.fresh.hours', { count: seconds / 3600 });
    return seconds >= 60 ? t('data.fresh.minutes', { count: Math.round(seconds / 60) }) : t('data.fresh.seconds', { count: seconds });
  };
}
