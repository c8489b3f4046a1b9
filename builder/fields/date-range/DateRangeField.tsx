import type { JsonValue } from '../../../runtime/compile/plan.ts';
import { controlAttributes, type FieldProps, groupAttributes } from '../field.ts';
import { ownWords } from '../own-words.ts';

/** The two days of a range as they stand in the value. */
export function rangeOf(value: JsonValue): { from: string; to: string } {
  const range = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const day = (key: 'from' | 'to') => (typeof range[key] === 'string' ? range[key] : '');
  return { from: day('from'), to: day('to') };
}

/** Two days of the phone's own picker; an empty pair is no value. */
export function DateRangeField(props: FieldProps) {
  const { id, value, onChange, onCommit, language } = props;
  const words = ownWords(language);
  const range = rangeOf(value);
  const set = (change: Partial<typeof range>) => {
    const next = { ...range, ...change };
    onChange(next.from || next.to ? { from: next.from || null, to: next.to || null } : null);
  };
  return (
    <div className="date-range" {...groupAttributes(props)}>
      {(['from', 'to'] as const).map((end) => (
        <label key={end} htmlFor={`${id}-${end}`}>
          <span>{words[end]}</span>
          <input
            type="date"
            value={range[end]}
            // The picker itself greys out days that would turn the range round.
            min={end === 'to' ? range.from || undefined : undefined}
            max={end === 'from' ? range.to || undefined : undefined}
            onChange={(event) => set({ [end]: event.target.value })}
            onBlur={onCommit}
            {...controlAttributes({ ...props, id: `${id}-${end}` })}
          />
        </label>
      ))}
    </div>
  );
}
