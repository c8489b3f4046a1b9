import './spark.css';

export interface SparkDay {
  /** What is said of this day when it is pointed at. */
  words: string;
  value: number;
  /** The part of `value` that went wrong: drawn hatched, so that it shows without colour. */
  failed?: number;
}

const [height, step] = [24, 5];

/** A month in one line: bars for eyes, the sentence for everybody. */
export function Spark({ days, words }: { days: readonly SparkDay[]; words: string }) {
  const top = Math.max(1, ...days.map(({ value }) => value));
  return (
    <span className="spark">
      <svg aria-hidden="true" width={days.length * step} height={height} viewBox={`0 0 ${days.length * step} ${height}`}>
        <defs>
          <pattern id="spark-hatch" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="3" height="3" fill="var(--paper)" />
            <rect width="1.5" height="3" fill="var(--ink)" />
          </pattern>
        </defs>
        <line x1="0" x2={days.length * step} y1={height - 0.5} y2={height - 0.5} className="spark-ground" />
        {days.map(({ value, failed = 0, words: day }, i) => {
          const whole = (value / top) * (height - 2);
          const bad = (failed / top) * (height - 2);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: days keep their place
            <g key={i}>
              <title>{day}</title>
              <rect x={i * step} y={height - 1 - whole} width={step - 1.5} height={whole} className="spark-bar" />
              {bad > 0 && <rect x={i * step} y={height - 1 - whole} width={step - 1.5} height={bad} fill="url(#spark-hatch)" />}
            </g>
          );
        })}
      </svg>
      <span>{words}</span>
    </span>
  );
}

/** A share as a bar with its figure; the figure stands beside it, so that nothing hangs on the length alone. */
export function ShareBar({ share, words }: { share: number; words: string }) {
  return (
    <span className="share-bar">
      <span aria-hidden="true" className="share-track">
        <span style={{ width: `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%` }} />
      </span>
      <span className="share-words">{words}</span>
    </span>
  );
}
