import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { fieldKind, fieldKinds } from '../../../runtime/plugins/registry.ts';
import type { ValueType } from '../../../schemas/generated/documents.ts';
import { useText } from '../../i18n/use-text.ts';
import { Entry } from '../../ui/text-entry.tsx';

interface Props {
  type: ValueType;
  custom: string | undefined;
  onChange(custom: string | undefined): void;
}

/** Kinds of fields that plugins bring for this type; nothing is shown while there are none. */
export function CustomEntry({ type, custom, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const kinds = fieldKinds().filter(({ base }) => base === type);
  if (kinds.length === 0 && custom === undefined) return null;
  const gone = custom !== undefined && !kinds.some(({ id }) => id === custom) ? [{ value: custom, label: t('plugins.gone') }] : [];
  return (
    <Entry label={t('plugins.field')} hint={custom === undefined ? undefined : text(fieldKind(custom)?.description)}>
      {(ids) => (
        <Select
          {...ids}
          style={{ width: '100%' }}
          value={custom ?? ''}
          onChange={(next) => onChange(next === '' ? undefined : next)}
          options={[{ value: '', label: t('plugins.none') }, ...kinds.map(({ id, name }) => ({ value: id, label: text(name) })), ...gone]}
        />
      )}
    </Entry>
  );
}
