import { type FieldProps, groupAttributes } from '../field.ts';
import { filled, ownWords } from '../own-words.ts';
import { chosenOf, levelsOf } from './levels.ts';

/** One list per level; choosing above clears what stood below. */
export function CascadeField(props: FieldProps) {
  const { id, value, onChange, onCommit, codes = [], words, required, invalid, language } = props;
  const own = ownWords(language);
  const chosen = chosenOf(codes, value);
  return (
    <div className="cascade" {...groupAttributes(props)}>
      {levelsOf(codes, chosen).map((level, i) => (
        <select
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
          key={i}
          id={`${id}-${i}`}
          aria-label={filled(own.level, { n: i + 1 })}
          aria-required={required}
          aria-invalid={invalid || undefined}
          value={chosen[i] ?? ''}
          onChange={(event) => {
            const next = [...chosen.slice(0, i), event.target.value].filter(Boolean);
            onChange(next.length > 0 ? next : null);
          }}
          onBlur={onCommit}
        >
          <option value="">{words.choose || '—'}</option>
          {level.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      ))}
    </div>
  );
}
