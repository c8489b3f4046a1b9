import { Button, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ranked } from '../../editing/rank.ts';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Entry } from '../../ui/text-entry.tsx';
import type { SettingsProps } from '../field-settings.tsx';
import { shapeOf } from '../order.ts';

/** Section and place in it, without dragging. */
export function PlaceEntry({ actions, id, field }: SettingsProps) {
  const { t } = useTranslation();
  const text = useText();
  const form = useDocument().forms[actions.form]!;
  const siblings = shapeOf(form).sections.find((section) => section.id === field.section)?.fields ?? [];
  const at = siblings.indexOf(id) + 1;
  return (
    <>
      <Entry label={t('form.place.section')}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={field.section}
            onChange={(section) => actions.move(id, Number.MAX_SAFE_INTEGER, section)}
            options={ranked(form.sections).map(([value, doc]) => ({ value, label: text(doc.title) }))}
          />
        )}
      </Entry>
      <Entry label={t('form.place.within', { count: siblings.length })}>
        {(ids) => (
          <span className="panel-row">
            <InputNumber
              {...ids}
              key={`${field.section} ${at}`}
              min={1}
              max={siblings.length}
              precision={0}
              defaultValue={at}
              onPressEnter={(event) => actions.move(id, Number((event.target as HTMLInputElement).value) - 1)}
              onBlur={(event) => Number(event.target.value) !== at && actions.move(id, Number(event.target.value) - 1)}
            />
            <Button onClick={() => actions.step(id, -1)}>{t('ui.up')}</Button>
            <Button onClick={() => actions.step(id, 1)}>{t('ui.down')}</Button>
          </span>
        )}
      </Entry>
    </>
  );
}
