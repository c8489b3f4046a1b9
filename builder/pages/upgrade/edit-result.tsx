import { Button, Input, InputNumber, Switch } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../runtime/compile/plan.ts';
import type { UpgradeItem } from '../../../schemas/generated/api.ts';
import { entryFor, isText } from './editable.ts';

interface Props {
  item: UpgradeItem;
  onDone: (value: JsonValue) => void;
  onCancel: () => void;
}

/** A result that is neither side's: typed as the value is, kept only when it is whole. */
export function EditResult({ item, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const name = useId();
  const entry = entryFor([item.base, item.ours, item.theirs]);
  const [value, setValue] = useState<JsonValue>(() => item.result ?? item.ours ?? item.theirs ?? item.base ?? null);
  if (!entry) return null;
  return (
    <form
      className="upgrade-edit"
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== null && value !== '') onDone(value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      {entry.kind !== 'text' && <label htmlFor={name}>{t('upgrade.side.result')}</label>}
      {entry.kind === 'number' && (
        <InputNumber id={name} autoFocus value={value as number} onChange={(next) => setValue(next as number | null)} />
      )}
      {entry.kind === 'words' && <Input id={name} autoFocus value={value as string} onChange={(event) => setValue(event.target.value)} />}
      {entry.kind === 'yesNo' && <Switch id={name} autoFocus checked={value === true} onChange={setValue} />}
      {entry.kind === 'list' && (
        <Input.TextArea
          id={name}
          autoFocus
          autoSize
          value={(value as string[]).join('\n')}
          onChange={(event) => setValue(event.target.value.split('\n').filter((line) => line.trim() !== ''))}
        />
      )}
      {entry.kind === 'text' &&
        (['zh-CN', 'en'] as const).map((language, index) => (
          <span key={language} className="upgrade-edit-line">
            <label htmlFor={`${name}${language}`}>{t(`upgrade.edit.${language}`)}</label>
            <Input
              id={`${name}${language}`}
              autoFocus={index === 0}
              lang={language}
              value={isText(value) ? (value[language] ?? '') : ''}
              onChange={(event) => setValue({ ...(isText(value) ? value : { 'zh-CN': '' }), [language]: event.target.value })}
            />
          </span>
        ))}
      <Button size="small" type="primary" htmlType="submit">
        {t('upgrade.edit.done')}
      </Button>
      <Button size="small" onClick={onCancel}>
        {t('ui.cancel')}
      </Button>
    </form>
  );
}
