import { useTranslation } from 'react-i18next';
import type { ImportRow } from '../../../schemas/generated/api.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';

const tones: Record<ImportRow['state'], Tone> = {
  receiving: 'idle',
  waiting: 'idle',
  running: 'going',
  done: 'plain',
  failed: 'red',
  cancelled: 'idle',
};

export function ImportChip({ state }: { state: ImportRow['state'] }) {
  const { t } = useTranslation();
  return <Chip tone={tones[state]}>{t(`imports.state.${state}`)}</Chip>;
}
