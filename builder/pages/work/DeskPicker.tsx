/** A department of the case, and one of its officers or anybody there. */
import { useTranslation } from 'react-i18next';
import type { DeskChoice, DeskOption } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';

interface Props {
  /** Keeps the ids of several pickers on a page apart. */
  id: string;
  desks: DeskOption[];
  value: DeskChoice | undefined;
  invalid: boolean;
  onChange(choice: DeskChoice | undefined): void;
}

export function DeskPicker({ id, desks, value, invalid, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const people = desks.find((desk) => desk.department === value?.department)?.people ?? [];
  const choose = (department: string) => onChange(department ? { department } : undefined);
  return (
    <div className="desk-picker">
      <div>
        <label className="officer-label" htmlFor={`${id}-department`}>
          {t('approval.department')}
        </label>
        <select
          id={`${id}-department`}
          value={value?.department ?? ''}
          aria-required
          aria-invalid={invalid || undefined}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{t('approval.choose')}</option>
          {desks.map((desk) => (
            <option key={desk.department} value={desk.department}>
              {text(desk.name)}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label className="officer-label" htmlFor={`${id}-person`}>
          {t('approval.person')}
        </label>
        <select
          id={`${id}-person`}
          value={value?.person ?? ''}
          onChange={(event) =>
            value && onChange({ department: value.department, ...(event.target.value ? { person: event.target.value } : {}) })
          }
        >
          <option value="">{t('approval.anybody')}</option>
          {people.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
