/** A refused request in words, read out as it appears. */
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/client.ts';
import { problemLines } from './problem-lines.ts';

export function ProblemBox({ error }: { error: Error | null }) {
  const { t, i18n } = useTranslation();
  return error && <ProblemLines lines={problemLines(problemOf(error), t, i18n.language)} />;
}

export function ProblemLines({ lines }: { lines: readonly string[] }) {
  return (
    <div className="data-problems" role="alert">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
