import { Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { useDraft } from './use-draft.ts';
import './entry.css';

interface EntryProps {
  label: ReactNode;
  hint?: ReactNode;
  children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode;
  extra?: ReactNode;
}

/** A label over its control, with a hint both see and hear. */
export function Entry({ label, hint, extra, children }: EntryProps) {
  const id = useId();
  return (
    <div className="entry">
      <div className="entry-head">
        <label htmlFor={id}>{label}</label>
        {extra}
      </div>
      {children({ id, 'aria-describedby': hint ? `${id}-hint` : undefined })}
      {hint && (
        <p className="entry-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface TextEntryProps {
  label: ReactNode;
  value: string;
  hint?: ReactNode;
  rows?: number;
  placeholder?: string;
  /** Code font, for expressions. */
  code?: boolean;
  status?: 'error';
  onCommit: (value: string) => void;
}

/** Text that is committed when the input is left, or by Enter in a single line. */
export function TextEntry({ label, value, hint, rows, placeholder, code, status, onCommit }: TextEntryProps) {
  const draft = useDraft(value, onCommit);
  const common = {
    value: draft.value,
    placeholder,
    status,
    className: code ? 'entry-code' : undefined,
    onBlur: draft.leave,
    onChange: (event: { target: { value: string } }) => draft.set(event.target.value),
  } as const;
  return (
    <Entry label={label} hint={hint}>
      {(ids) =>
        rows ? (
          <Input.TextArea {...ids} {...common} autoSize={{ minRows: rows, maxRows: 12 }} />
        ) : (
          <Input {...ids} {...common} onPressEnter={draft.leave} />
        )
      }
    </Entry>
  );
}
