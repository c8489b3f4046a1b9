import { ChoiceField } from '../choice/ChoiceField.tsx';
import type { FieldProps } from '../field.ts';

export function YesNoField(props: FieldProps) {
  const { value, onChange, words } = props;
  const code = typeof value === 'boolean' ? String(value) : null;
  const codes = [
    { code: 'true', name: words.yes },
    { code: 'false', name: words.no },
  ];
  return <ChoiceField {...props} codes={codes} value={code} onChange={(next) => onChange(next === 'true')} />;
}
