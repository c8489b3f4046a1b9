import { useEffect, useState } from 'react';
import { controlAttributes, type FieldProps, shownText } from '../field.ts';
import { ownWords } from '../own-words.ts';
import { RegionField } from '../region/RegionField.tsx';
import { addressOf, partsOf } from './parts.ts';

/**
 * County from a list, the rest typed; the value is one text. Whoever types or pastes the whole address into the box is understood
 * when the box is left: nothing moves under the hands.
 */
export function AddressField(props: FieldProps) {
  const { id, value, onChange, onCommit, maxLength, language } = props;
  const words = ownWords(language);
  const text = shownText(value);
  const [parts, setParts] = useState(() => partsOf(text));
  // A value from elsewhere (shared data, undo) is taken apart anew; our own comes back as it was sent.
  useEffect(() => setParts((now) => (addressOf(now) === text ? now : partsOf(text))), [text]);
  const change = (next: typeof parts) => {
    setParts(next);
    onChange(addressOf(next));
  };
  const settle = () => {
    if (!parts.region) setParts(partsOf(parts.detail));
    onCommit?.();
  };
  return (
    <div className="address">
      <RegionField
        {...props}
        id={`${id}-region`}
        label={words.region}
        value={parts.region}
        onChange={(region) => change({ ...parts, region: typeof region === 'string' ? region : '' })}
      />
      <textarea
        rows={2}
        value={parts.detail}
        placeholder={words.detail}
        maxLength={maxLength}
        onChange={(event) => change({ ...parts, detail: event.target.value })}
        onBlur={settle}
        {...controlAttributes(props)}
      />
    </div>
  );
}
