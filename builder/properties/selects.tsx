/** Choices over what a scenario knows: departments, parties, matters, forms, values. */
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ranked } from '../editing/rank.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useAskable } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';

interface ChoiceProps<V = string> {
  value: V;
  onChange: (value: V) => void;
  label: string;
  id?: string;
  width?: number | string;
}

/** `entry`: the setting a problem leads to. */
export function DepartmentSelect({ value, onChange, label, id, width = 170, entry }: ChoiceProps & { entry?: string }) {
  const text = useText();
  const { scenario } = useDocument();
  const select = (
    <Select
      id={id}
      aria-label={label}
      style={{ width }}
      value={value}
      onChange={onChange}
      options={ranked(scenario.departments).map(([code, lane]) => ({ value: code, label: text(lane.name) }))}
    />
  );
  return entry ? <span data-entry={entry}>{select}</span> : select;
}

export function PartySelect({ value, onChange, label, id, width = 150 }: ChoiceProps) {
  const text = useText();
  const { scenario } = useDocument();
  return (
    <Select
      id={id}
      aria-label={label}
      style={{ width }}
      value={value}
      onChange={onChange}
      options={ranked(scenario.subjects).map(([subject, s]) => ({ value: subject, label: text(s.name) }))}
    />
  );
}

export function ItemSelect({ value, onChange, label, id }: ChoiceProps<string | undefined>) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  return (
    <Select
      id={id}
      aria-label={label}
      style={{ width: '100%' }}
      allowClear
      placeholder={t('properties.item.none')}
      value={value}
      onChange={(next) => onChange(next ?? undefined)}
      options={ranked(scenario.items).map(([item, doc]) => ({ value: item, label: text(doc.name) }))}
    />
  );
}

/** A value by its name, grouped by whom it belongs to. */
export function ValueSelect({ value, onChange, label, id, width = '100%' }: ChoiceProps) {
  const { t } = useTranslation();
  const text = useText();
  const askable = useAskable();
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const entry of askable.values()) {
    const group = text(entry.group) || t(entry.path.startsWith('param.') ? 'properties.values.params' : 'properties.values.outcomes');
    groups.set(group, [...(groups.get(group) ?? []), { value: entry.path, label: text(entry.name) }]);
  }
  return (
    <Select
      id={id}
      aria-label={label}
      style={{ width }}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('properties.values.choose')}
      value={value || undefined}
      onChange={onChange}
      options={[...groups].map(([group, options]) => ({ label: group, options }))}
    />
  );
}

/** Several values, shown by name. */
export function ValuesSelect({ value, onChange, label, id }: ChoiceProps<string[]>) {
  const text = useText();
  const askable = useAskable();
  const options = [...askable.values()]
    .filter((entry) => entry.group)
    .map((entry) => ({ value: entry.path, label: `${text(entry.group)} ${text(entry.name)}` }));
  return (
    <Select
      id={id}
      aria-label={label}
      mode="multiple"
      style={{ width: '100%' }}
      showSearch={{ optionFilterProp: 'label' }}
      value={value}
      onChange={onChange}
      options={options}
      maxTagCount={6}
    />
  );
}
