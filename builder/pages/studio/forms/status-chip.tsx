import { useTranslation } from 'react-i18next';
import type { FormStatus } from '../../../api/forms.ts';
import { Chip, type Tone } from '../../../ui/chip.tsx';

const tones: Record<FormStatus, Tone> = { draft: 'action', review: 'going', returned: 'amber', released: 'plain', withdrawn: 'idle' };

/** Where the draft of a form is. */
export function StatusChip({ status }: { status: FormStatus }) {
  const { t } = useTranslation();
  return <Chip tone={tones[status]}>{t(`library.status.${status}`)}</Chip>;
}

/** What is live, or that nothing is. */
export function LiveChip({ version }: { version: number | undefined }) {
  const { t } = useTranslation();
  return version === undefined ? (
    <Chip tone="idle">{t('library.live.none')}</Chip>
  ) : (
    <Chip tone="done">{t('library.live', { version })}</Chip>
  );
}
