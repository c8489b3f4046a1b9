import { useTranslation } from 'react-i18next';
import type { DataDay } from '../../../schemas/generated/api.ts';
import { Spark } from '../../data/Spark.tsx';

/** Reads of a month, day by day; what failed is hatched. */
export function DaySpark({ days }: { days: readonly DataDay[] }) {
  const { t } = useTranslation();
  const reads = days.reduce((sum, day) => sum + day.reads, 0);
  const failed = days.reduce((sum, day) => sum + day.failed, 0);
  return (
    <Spark
      days={days.map((day) => ({
        value: day.reads,
        failed: day.failed,
        words: t(day.failed > 0 ? 'data.day.failed' : 'data.day', { day: day.day, reads: day.reads, failed: day.failed }),
      }))}
      words={t(failed > 0 ? 'data.month.failed' : 'data.month', { days: days.length, reads, failed })}
    />
  );
}
