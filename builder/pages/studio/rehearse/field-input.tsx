import { Input, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../../runtime/compile/plan.ts';
import type { CodeList, ValueType } from '../../../../schemas/generated/documents.ts';
import { ranked } from '../../../editing/rank.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Entry } from '../../../ui/text-entry.tsx';

interface FieldInputProps {
  label: string;
  required: boolean;
  hint: string;
  type: ValueType;
  codes: CodeList | undefined;
  value: JsonValue;
  problem: string | undefined;
  onChange: (value: JsonValue) => void;
}

/** One question of a rehearsal, as plain a control as its type allows. */
export function FieldInput({ label, required, hint, type, codes, value, problem, onChange }: FieldInputProps) {
  const { t } = useTranslation();
  const text = useText();
  const status = problem ? 'error' : undefined;
  const words = required ? label : t('rehearse.optional', { name: label });
  const input = (ids: { id: string; 'aria-describedby'?: string }) => {
    const options = ranked(codes).map(([code, entry]) => ({ value: code, label: text(entry.name) }));
    if (type === 'boolean')
      return (
        <Radio.Group
          {...ids}
          value={value}
          onChange={(event) => onChange(event.target.value as boolean)}
          options={[
            { value: true, label: t('ui.yes') },
            { value: false, label: t('ui.no') },
          ]}
        />
      );
    if (type === 'codes')
      return (
        <Select
          {...ids}
          mode="multiple"
          status={status}
          style={{ width: '100%' }}
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={(next) => onChange(next)}
          options={options}
        />
      );
    if (codes)
      return (
        <Select
          {...ids}
          status={status}
          style={{ width: '100%' }}
          allowClear
          value={typeof value === 'string' ? value : undefined}
          onChange={(next) => onChange(next ?? null)}
          options={options}
          showSearch={{ optionFilterProp: 'label' }}
        />
      );
    if (type === 'number' || type === 'integer')
      return (
        <InputNumber
          {...ids}
          status={status}
          style={{ width: '100%' }}
          precision={type === 'integer' ? 0 : undefined}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next)}
        />
      );
    const textValue = typeof value === 'string' ? value : '';
    if (type === 'text')
      return <Input.TextArea {...ids} status={status} rows={2} value={textValue} onChange={(event) => onChange(event.target.value)} />;
    return (
      <Input
        {...ids}
        status={status}
        type={type === 'date' ? 'date' : 'text'}
        value={textValue}
        onChange={(event) => onChange(event.target.value || null)}
      />
    );
  };
  return (
    <Entry label={words} hint={problem ? <span className="rehearse-rejected">■ {problem}</span> : hint || undefined}>
      {input}
    </Entry>
  );
}
