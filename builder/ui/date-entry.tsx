import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import './date-entry.css';

interface Props {
  id?: string;
  label?: string;
  /** YYYY-MM-DD, empty while none is chosen. */
  value: string;
  /** First day that can be chosen. */
  min?: string;
  invalid?: boolean;
  required?: boolean;
  describedBy?: string;
  onChange(value: string): void;
}

/** One day, typed as 2026-11-23 or chosen from the calendar; the order of its parts never depends on the browser's country. */
export function DateEntry({ id, label, value, min, invalid = false, required = false, describedBy, onChange }: Props) {
  const day = dayjs(value);
  return (
    <DatePicker
      id={id}
      aria-label={label}
      aria-required={required || undefined}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      className="date-entry"
      format={['YYYY-MM-DD', 'YYYY/M/D', 'YYYYMMDD']}
      placeholder="YYYY-MM-DD"
      status={invalid ? 'error' : undefined}
      minDate={min ? dayjs(min) : undefined}
      // What is typed counts when the input is left, not only after a press on OK.
      needConfirm={false}
      allowClear={!required}
      value={value && day.isValid() ? day : null}
      onChange={(next) => onChange(next ? next.format('YYYY-MM-DD') : '')}
    />
  );
}
