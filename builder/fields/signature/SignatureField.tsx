import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { type FieldProps, groupAttributes } from '../field.ts';
import { ownWords } from '../own-words.ts';
import { type Point, pathOf, sheet, signatureOf } from './strokes.ts';

/** Signed by hand in a box, or by typing the name: the keyboard's way, and for who cannot draw. */
export function SignatureField(props: FieldProps) {
  const { id, value, onChange, onCommit, required, invalid, language } = props;
  const words = ownWords(language);
  const signature = signatureOf(value);
  const [typing, setTyping] = useState(signature?.kind === 'typed');
  const clear = () => {
    onChange(null);
    onCommit?.();
  };
  return (
    <div className="signature" {...groupAttributes(props)}>
      <div className="signature-ways">
        {([false, true] as const).map((typed) => (
          <label key={String(typed)} className="choice">
            <input
              type="radio"
              name={`${id}-way`}
              checked={typing === typed}
              onChange={() => {
                setTyping(typed);
                if (signature) clear();
              }}
            />
            <span>{typed ? words.type : words.draw}</span>
          </label>
        ))}
      </div>
      {typing ? (
        <input
          type="text"
          id={`${id}-name`}
          aria-label={words.typedName}
          autoComplete="name"
          maxLength={60}
          aria-required={required}
          aria-invalid={invalid || undefined}
          value={signature?.kind === 'typed' ? signature.name : ''}
          onChange={(event) => onChange(event.target.value ? { kind: 'typed', name: event.target.value } : null)}
          onBlur={onCommit}
        />
      ) : (
        <>
          <Pad
            path={signature?.kind === 'drawn' ? signature.path : ''}
            invalid={invalid}
            label={words.signHere}
            onDrawn={(path) => {
              onChange({ kind: 'drawn', path, ...sheet });
              onCommit?.();
            }}
          />
          <p className="signature-state">
            <span aria-live="polite">{signature ? words.signed : words.notSigned}</span>
            {signature && (
              <button type="button" className="link" onClick={clear}>
                {words.clear}
              </button>
            )}
          </p>
        </>
      )}
    </div>
  );
}

interface PadProps {
  path: string;
  invalid: boolean;
  label: string;
  onDrawn: (path: string) => void;
}

/** The sheet: strokes are shown while they are drawn and handed on when the pen is lifted. */
function Pad({ path, invalid, label, onDrawn }: PadProps) {
  const strokes = useRef<Point[][]>([]);
  const [drawing, setDrawing] = useState('');
  // Signing again begins on an empty sheet.
  useEffect(() => {
    if (path === '') strokes.current = [];
  }, [path]);
  const pointOf = (event: PointerEvent<SVGSVGElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * sheet.width, ((event.clientY - box.top) / box.height) * sheet.height];
  };
  const down = (event: PointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    strokes.current.push([pointOf(event)]);
    setDrawing(pathOf(strokes.current));
  };
  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    strokes.current.at(-1)?.push(pointOf(event));
    setDrawing(pathOf(strokes.current));
  };
  const up = () => {
    if (strokes.current.length === 0) return;
    const drawn = pathOf(strokes.current);
    setDrawing('');
    onDrawn(drawn);
  };
  return (
    <svg
      className={invalid ? 'signature-pad signature-wrong' : 'signature-pad'}
      viewBox={`0 0 ${sheet.width} ${sheet.height}`}
      role="img"
      aria-label={label}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
    >
      <line x1="40" y1="160" x2="560" y2="160" className="signature-line" />
      {!path && !drawing && (
        <text x="300" y="110" textAnchor="middle">
          {label}
        </text>
      )}
      <path d={drawing || path} />
    </svg>
  );
}
