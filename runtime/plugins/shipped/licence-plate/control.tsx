import { useId, useState } from 'react';
import { controlAttributes, type FieldProps, shownText } from '../../../../builder/fields/field.ts';
import './control.css';
import { provinceKeys } from './plugin.ts';

/** A licence plate: provinces are pressed, the rest is typed; letters become capitals as they come. */
export default function LicencePlateField(props: FieldProps) {
  const { value, onChange, onCommit, language = 'zh-CN' } = props;
  const [open, setOpen] = useState(false);
  const keys = useId();
  const typed = shownText(value);
  const words = language === 'en' ? { keys: 'Provinces', close: 'Close' } : { keys: '选省份', close: '收起' };
  const press = (province: string) => {
    onChange(`${province}${typed.replace(/^\p{Script=Han}/u, '')}`);
    setOpen(false);
  };
  return (
    <div className="licence-plate">
      <input
        type="text"
        autoComplete="off"
        autoCapitalize="characters"
        value={typed}
        maxLength={12}
        onChange={(event) => onChange(event.target.value.toUpperCase())}
        onBlur={onCommit}
        {...controlAttributes(props)}
      />
      <button type="button" aria-expanded={open} aria-controls={keys} onClick={() => setOpen(!open)}>
        {open ? words.close : words.keys}
      </button>
      {open && (
        <div id={keys} role="group" aria-label={words.keys} className="licence-plate-keys">
          {provinceKeys.map((province) => (
            <button key={province} type="button" onClick={() => press(province)}>
              {province}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
