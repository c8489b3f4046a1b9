import { CloseOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CodeList, FormField, ValueType } from '../../schemas/generated/documents.ts';
import { knownValues, pathOf } from '../editing/paths.ts';
import { placeAt, ranked } from '../editing/rank.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { ConditionEntry } from '../properties/condition-entry.tsx';
import '../properties/properties.css';
import { ItemSelect, PartySelect } from '../properties/selects.tsx';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { allTypes, firstCodes, needsCodes } from './types.tsx';

interface FieldSettingsProps {
  form: string;
  field: string;
  onClose: () => void;
}

/** Title, required, hint; the rest folded by what one wants to do. */
export function FieldSettings({ form, field: id, onClose }: FieldSettingsProps) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const field = pkg.forms[form]!.fields[id]!;
  const element = field.element ? pkg.elements[field.element] : undefined;
  const edit = (changes: Partial<FormField>) => execute('field.edit', { form, field: id, changes });
  const type = field.type ?? element?.type ?? 'string';
  const path = pathOf(field);
  const shared = path
    ? knownValues(pkg)
        .get(path)
        ?.fields.filter(([f]) => f !== form)
    : [];
  const requirement = field.required === undefined || field.required === false ? 'no' : field.required === true ? 'yes' : 'when';
  const setType = (next: ValueType) => edit({ type: next, codes: needsCodes(next) ? (field.codes ?? firstCodes) : undefined });
  return (
    <aside className="designer-side" aria-label={t('form.settings')}>
      <Button className="panel-close" type="text" icon={<CloseOutlined />} aria-label={t('ui.close')} onClick={onClose} />
      <div className="panel-body">
        <TextEntry
          label={t('form.label')}
          value={field.label?.['zh-CN'] ?? ''}
          placeholder={text(element?.name)}
          onCommit={(value) =>
            (value.trim() || element) && edit({ label: value.trim() ? { ...field.label, 'zh-CN': value.trim() } : undefined })
          }
        />
        <Entry label={t('form.required')}>
          {() => (
            <Segmented
              aria-label={t('form.required')}
              value={requirement}
              options={(['yes', 'no', 'when'] as const).map((value) => ({ value, label: t(`form.required.${value}`) }))}
              onChange={(value) => edit({ required: value === 'yes' ? true : value === 'no' ? undefined : 'true' })}
            />
          )}
        </Entry>
        {typeof field.required === 'string' && (
          <ConditionEntry
            label={t('form.requiredWhen')}
            value={field.required === 'true' ? '' : field.required}
            onChange={(required) => edit({ required: required || true })}
          />
        )}
        <TextEntry
          label={t('form.hint')}
          value={field.hint?.['zh-CN'] ?? ''}
          placeholder={text(element?.hint)}
          hint={t('form.hint.example')}
          onCommit={(value) => edit({ hint: value.trim() ? { ...field.hint, 'zh-CN': value.trim() } : undefined })}
        />
        {shared && shared.length > 0 && (
          <p className="panel-note">
            {t('form.merged', { forms: shared.map(([f]) => `《${text(pkg.forms[f]?.name)}》`).join(t('flow.listComma')) })}
          </p>
        )}
        {element && (
          <p className="panel-note">
            {t('form.element', { name: text(element.name), level: element.sensitivity })}{' '}
            {element.example && t('form.example', { value: element.example })}
          </p>
        )}
        {!element && (
          <details className="panel-fold" open>
            <summary>{t('form.typeAndCodes')}</summary>
            <div>
              <Entry label={t('form.type')}>
                {(ids) => (
                  <Select
                    {...ids}
                    style={{ width: '100%' }}
                    value={type}
                    onChange={setType}
                    options={allTypes.map((value) => ({ value, label: t(`form.type.${value}`) }))}
                  />
                )}
              </Entry>
              {needsCodes(type) && <CodesEntry codes={field.codes ?? {}} onChange={(codes) => edit({ codes })} />}
            </div>
          </details>
        )}
        <details className="panel-fold">
          <summary>{t('form.logic')}</summary>
          <div>
            <ConditionEntry
              label={t('form.visibleWhen')}
              value={field.visibleWhen ?? ''}
              onChange={(visibleWhen) => edit({ visibleWhen: visibleWhen || undefined })}
            />
            <TextEntry
              code
              label={t('form.computedBy')}
              hint={t('properties.feel.hint')}
              value={field.computed ?? ''}
              onCommit={(value) => edit({ computed: value.trim() || undefined })}
            />
            <TextEntry
              code
              label={t('form.default')}
              hint={t('form.default.hint')}
              value={field.default ?? ''}
              onCommit={(value) => edit({ default: value.trim() || undefined })}
            />
          </div>
        </details>
        <details className="panel-fold">
          <summary>{t('form.why')}</summary>
          <div>
            <Entry label={t('form.subject')}>
              {(ids) => (
                <PartySelect
                  {...ids}
                  label={t('form.subject')}
                  width="100%"
                  value={field.subject}
                  onChange={(subject) => edit({ subject })}
                />
              )}
            </Entry>
            <Entry label={t('properties.item')}>
              {(ids) => <ItemSelect {...ids} label={t('properties.item')} value={field.item} onChange={(item) => edit({ item })} />}
            </Entry>
            <TextEntry
              label={t('form.whyWords')}
              rows={2}
              value={field.why?.['zh-CN'] ?? ''}
              onCommit={(value) => edit({ why: value.trim() ? { ...field.why, 'zh-CN': value.trim() } : undefined })}
            />
            <TextEntry
              label={t('properties.item.basis')}
              rows={2}
              value={field.legalBasis?.['zh-CN'] ?? ''}
              onCommit={(value) => edit({ legalBasis: value.trim() ? { ...field.legalBasis, 'zh-CN': value.trim() } : undefined })}
            />
          </div>
        </details>
        <details className="panel-fold">
          <summary>{t('form.english')}</summary>
          <div>
            <TextEntry
              label={t('form.labelEn')}
              value={field.label?.en ?? ''}
              placeholder={element?.name.en}
              onCommit={(value) =>
                edit({ label: { ...(field.label ?? element?.name ?? { 'zh-CN': t('editing.unnamed') }), en: value.trim() || undefined } })
              }
            />
          </div>
        </details>
      </div>
    </aside>
  );
}

/** Choices of a list: name each, add, remove. Codes are numbered by themselves and stay with their name. */
function CodesEntry({ codes, onChange }: { codes: CodeList; onChange: (codes: CodeList) => void }) {
  const { t } = useTranslation();
  const list = ranked(codes);
  const add = () => {
    const numbers = Object.keys(codes).map(Number).filter(Number.isFinite);
    const code = String(Math.max(0, ...numbers) + 1);
    onChange({ ...codes, [code]: { name: { 'zh-CN': t('form.newChoice') }, rank: placeAt(list, code, list.length)[code]! } });
  };
  return (
    <div className="panel-list">
      {list.map(([code, entry]) => (
        <div className="panel-row" key={code}>
          <CodeName
            name={entry.name['zh-CN']}
            onCommit={(name) => onChange({ ...codes, [code]: { ...entry, name: { ...entry.name, 'zh-CN': name } } })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            disabled={list.length <= 1}
            aria-label={t('form.deleteChoice', { name: entry.name['zh-CN'] })}
            onClick={() => onChange(Object.fromEntries(Object.entries(codes).filter(([other]) => other !== code)))}
          />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={add}>
        {t('form.addChoice')}
      </Button>
    </div>
  );
}

function CodeName({ name, onCommit }: { name: string; onCommit: (name: string) => void }) {
  const { t } = useTranslation();
  const draft = useDraft(name, (next) => next.trim() && onCommit(next.trim()));
  return (
    <Input
      className="grow"
      aria-label={t('form.choice')}
      value={draft.value}
      onChange={(event) => draft.set(event.target.value)}
      onBlur={draft.leave}
      onPressEnter={draft.leave}
    />
  );
}
