/** Material slots of a scenario: what satisfies each, which file fields take it, how long it is kept. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, InputNumber, Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaterialSlot, MaterialWay, Scenario } from '../../../schemas/generated/documents.ts';
import { ranked } from '../../editing/rank.ts';
import { useDocument, useExecute } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { ConditionEntry } from '../../properties/condition-entry.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Entry, TextEntry } from '../../ui/text-entry.tsx';
import '../../properties/properties.css';
import './materials-page.css';

type Kind = MaterialWay['kind'];
const kinds: readonly Kind[] = ['licence', 'earlier', 'promise', 'tolerate', 'upload'];
const upload: MaterialWay = { kind: 'upload', types: ['pdf', 'jpeg', 'png'], maxBytes: 10 * 1024 * 1024 };

export function MaterialsPage() {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const add = () =>
    execute('material.add', {
      id: freeKey(scenario),
      entry: { name: { 'zh-CN': t('materials.new') }, accepts: [upload], maxFiles: 5 },
    });
  const button = (
    <Button type="primary" icon={<PlusOutlined />} onClick={add}>
      {t('materials.add')}
    </Button>
  );
  const slots = ranked(scenario.materials ?? {});
  return (
    <Page title={t('studio.tab.materials')} titles={[text(scenario.name)]} lead={t('materials.lead')} actions={slots.length > 0 && button}>
      {slots.length === 0 && (
        <EmptyState title={t('materials.none')} action={button}>
          {t('materials.none.words')}
        </EmptyState>
      )}
      {slots.map(([id, slot]) => (
        <SlotSheet key={id} id={id} slot={slot} />
      ))}
    </Page>
  );
}

function freeKey({ materials = {} }: Scenario): string {
  let number = Object.keys(materials).length + 1;
  while (Object.hasOwn(materials, `m_material${number}`)) number += 1;
  return `m_material${number}`;
}

function SlotSheet({ id, slot }: { id: string; slot: MaterialSlot }) {
  const { t } = useTranslation();
  const text = useText();
  const execute = useExecute();
  const edit = (changes: Partial<MaterialSlot>) => execute('material.edit', { id, changes });
  const { required } = slot;
  const state = required === undefined ? 'form' : required === true ? 'yes' : required === false ? 'no' : 'when';
  const words: Record<string, MaterialSlot['required']> = { form: undefined, yes: true, no: false, when: 'true' };
  return (
    <Sheet
      title={text(slot.name)}
      actions={
        <Button icon={<DeleteOutlined />} onClick={() => execute('material.delete', { id })}>
          {t('materials.remove')}
          <span className="visually-hidden"> {text(slot.name)}</span>
        </Button>
      }
    >
      <div className="material-slot">
        <TextEntry
          label={t('materials.name')}
          value={slot.name['zh-CN']}
          onCommit={(value) => value.trim() && edit({ name: { ...slot.name, 'zh-CN': value } })}
        />
        <TextEntry
          label={t('materials.nameEn')}
          value={slot.name.en ?? ''}
          onCommit={(value) => edit({ name: value.trim() ? { ...slot.name, en: value } : { 'zh-CN': slot.name['zh-CN'] } })}
        />
        <TextEntry
          label={t('materials.hint')}
          value={slot.hint?.['zh-CN'] ?? ''}
          onCommit={(value) => edit({ hint: value.trim() ? { ...slot.hint, 'zh-CN': value } : undefined })}
        />
        <FieldsEntry id={id} />
        <Entry label={t('materials.required')}>
          {(ids) => (
            <Select
              {...ids}
              value={state}
              onChange={(next) => edit({ required: words[next] })}
              options={['form', 'yes', 'no', 'when'].map((value) => ({ value, label: t(`materials.required.${value}`) }))}
            />
          )}
        </Entry>
        {typeof required === 'string' && (
          <ConditionEntry
            label={t('materials.required.when')}
            value={required}
            onChange={(feel) => edit({ required: feel || undefined })}
          />
        )}
        <TextEntry
          label={t('materials.document')}
          hint={t('materials.document.hint')}
          code
          value={slot.document ?? ''}
          onCommit={(value) => edit({ document: value.trim() || undefined })}
        />
        <div className="material-numbers">
          <NumberEntry label={t('materials.files')} value={slot.maxFiles} max={20} onCommit={(maxFiles) => edit({ maxFiles })} />
          <NumberEntry
            label={t('materials.retention')}
            value={slot.retentionDays}
            max={36_500}
            onCommit={(retentionDays) => edit({ retentionDays })}
          />
        </div>
        <fieldset>
          <legend>{t('materials.ways')}</legend>
          {kinds.map((kind) => (
            <WayEntry key={kind} id={id} slot={slot} kind={kind} />
          ))}
        </fieldset>
      </div>
    </Sheet>
  );
}

/** File fields of the forms; choosing one writes the slot onto the field. */
function FieldsEntry({ id }: { id: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const fields = Object.entries(pkg.forms).flatMap(([form, doc]) =>
    Object.entries(doc.fields).flatMap(([field, { type, element, label, slot }]) =>
      (type ?? pkg.elements[element ?? '']?.type) === 'file'
        ? [
            {
              form,
              field,
              slot,
              value: `${form}\n${field}`,
              label: `${text(label ?? pkg.elements[element ?? '']?.name)} · ${text(doc.name)}`,
            },
          ]
        : [],
    ),
  );
  const chosen = fields.filter(({ slot }) => slot === id).map(({ value }) => value);
  const choose = (next: string[]) => {
    for (const { form, field, value, slot } of fields) {
      if (next.includes(value) && slot !== id) execute('field.edit', { form, field, changes: { slot: id } });
      if (!next.includes(value) && slot === id) execute('field.edit', { form, field, changes: { slot: undefined } });
    }
  };
  return (
    <Entry label={t('materials.fields')} hint={fields.length === 0 ? t('materials.fields.none') : undefined}>
      {(ids) => (
        <Select {...ids} mode="multiple" value={chosen} onChange={choose} options={fields.map(({ value, label }) => ({ value, label }))} />
      )}
    </Entry>
  );
}

interface WayProps {
  id: string;
  slot: MaterialSlot;
  kind: Kind;
}

function WayEntry({ id, slot, kind }: WayProps) {
  const { t } = useTranslation();
  const execute = useExecute();
  const { scenario } = useDocument();
  const note = useId();
  const way = slot.accepts.find((one) => one.kind === kind);
  const put = (accepts: MaterialWay[]) => execute('material.edit', { id, changes: { accepts: accepts as MaterialSlot['accepts'] } });
  const organisation = Object.entries(scenario.subjects).find(([, subject]) => subject.kind === 'organisation')?.[0];
  const impossible = kind === 'tolerate' && !organisation;
  // A slot that nothing satisfies could never be filled.
  const last = way !== undefined && slot.accepts.length === 1;
  const toggle = (on: boolean) => put(on ? [...slot.accepts, freshWay(kind, t, organisation)] : slot.accepts.filter((one) => one !== way));
  return (
    <div className="material-way">
      <Checkbox
        checked={way !== undefined}
        disabled={(impossible && !way) || last}
        aria-describedby={impossible ? note : undefined}
        onChange={(event) => toggle(event.target.checked)}
      >
        {t(`materials.way.${kind}`)}
      </Checkbox>
      {impossible && (
        <p className="entry-hint" id={note}>
          {t('materials.tolerateOrg')}
        </p>
      )}
      {way && <WayParts way={way} change={(next) => put(slot.accepts.map((one) => (one === way ? next : one)))} />}
    </div>
  );
}

function freshWay(kind: Kind, t: (key: string) => string, organisation: string | undefined): MaterialWay {
  switch (kind) {
    case 'licence':
      return { kind };
    case 'earlier':
      return { kind, days: 365 };
    case 'promise':
      return { kind, text: { 'zh-CN': t('materials.promise.default') } };
    case 'tolerate':
      return { kind, days: 5, when: `${organisation ?? 'company'}.credit = "A"` };
    default:
      return upload;
  }
}

function WayParts({ way, change }: { way: MaterialWay; change(next: MaterialWay): void }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  switch (way.kind) {
    case 'upload':
      return (
        <div className="material-parts">
          <Entry label={t('materials.types')}>
            {(ids) => (
              <Select
                {...ids}
                mode="multiple"
                value={[...way.types]}
                onChange={(types) => types.length > 0 && change({ ...way, types: types as typeof way.types })}
                options={['pdf', 'jpeg', 'png', 'webp', 'heic', 'docx', 'xlsx', 'ofd'].map((value) => ({
                  value,
                  label: value.toUpperCase(),
                }))}
              />
            )}
          </Entry>
          <NumberEntry
            label={t('materials.megabytes')}
            value={Math.max(1, Math.round(way.maxBytes / 1_048_576))}
            max={50}
            onCommit={(megabytes) => megabytes && change({ ...way, maxBytes: megabytes * 1_048_576 })}
          />
        </div>
      );
    case 'earlier':
      return (
        <div className="material-parts">
          <NumberEntry label={t('materials.days')} value={way.days} max={3650} onCommit={(days) => days && change({ ...way, days })} />
        </div>
      );
    case 'promise':
      return (
        <div className="material-parts">
          <TextEntry
            label={t('materials.promise')}
            rows={2}
            value={way.text['zh-CN']}
            onCommit={(value) => value.trim() && change({ ...way, text: { ...way.text, 'zh-CN': value } })}
          />
        </div>
      );
    case 'tolerate':
      return (
        <div className="material-parts">
          <NumberEntry label={t('materials.workdays')} value={way.days} max={90} onCommit={(days) => days && change({ ...way, days })} />
          <ConditionEntry label={t('materials.when')} value={way.when} onChange={(when) => when && change({ ...way, when })} />
        </div>
      );
    default:
      return (
        <div className="material-parts">
          <Entry label={t('materials.data')}>
            {(ids) => (
              <Select
                {...ids}
                value={way.data ?? ''}
                onChange={(data) =>
                  change({ kind: 'licence', ...(way.licence ? { licence: way.licence } : {}), ...(data ? { data } : {}) })
                }
                options={[
                  { value: '', label: t('materials.data.none') },
                  ...ranked(scenario.data ?? {}).map(([value, use]) => ({ value, label: text(use.name) })),
                ]}
              />
            )}
          </Entry>
          <TextEntry
            label={t('materials.licence')}
            hint={t('materials.licence.hint')}
            code
            value={way.licence ?? ''}
            onCommit={(value) =>
              change({ kind: 'licence', ...(way.data ? { data: way.data } : {}), ...(value.trim() ? { licence: value.trim() } : {}) })
            }
          />
        </div>
      );
  }
}

function NumberEntry({
  label,
  value,
  max,
  onCommit,
}: {
  label: string;
  value: number | undefined;
  max: number;
  onCommit(value: number | undefined): void;
}) {
  return (
    <Entry label={label}>
      {(ids) => (
        <InputNumber
          {...ids}
          min={1}
          max={max}
          precision={0}
          value={value ?? null}
          onChange={(next) => onCommit(next === null ? undefined : Number(next))}
        />
      )}
    </Entry>
  );
}
