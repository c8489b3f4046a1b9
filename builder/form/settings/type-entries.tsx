import { InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValueType } from '../../../schemas/generated/documents.ts';
import { pathOf } from '../../editing/paths.ts';
import { ranked } from '../../editing/rank.ts';
import { usePart, useScenarioSession } from '../../editing/react/session.tsx';
import { openBranching } from '../../flow/branching/branching.ts';
import { useText } from '../../i18n/use-text.ts';
import { Entry } from '../../ui/text-entry.tsx';
import type { SettingsProps } from '../field-settings.tsx';
import { type FollowedRule, needsCodes, retyped, rulesAfterRetype } from '../retype.ts';
import { allTypes } from '../types.tsx';
import { CascadeEntry } from './cascade-entry.tsx';
import { CodesEntry } from './codes-entry.tsx';
import { ColumnsEntry } from './columns-entry.tsx';
import { CustomEntry } from './custom-entry.tsx';
import { RetypeDialog } from './retype-dialog.tsx';

/** The type and what belongs to it: choices, levels, columns, rows, slot. */
export function TypeEntries({ actions, id, field, edit }: SettingsProps) {
  const { t } = useTranslation();
  const { editor, library } = useScenarioSession();
  const path = pathOf(field);
  const [wanted, setWanted] = useState<{ type: ValueType; rules: FollowedRule[] }>();
  const type = field.type ?? 'string';
  const change = (next: ValueType, follow: FollowedRule[]) => {
    actions.execute('field.retype', {
      form: actions.form,
      field: id,
      changes: retyped(field, next),
      follow: follow.flatMap(({ at, after }) => (after === undefined ? [] : [{ at, after }])),
    });
    setWanted(undefined);
  };
  const choose = (next: ValueType) => {
    const rules = rulesAfterRetype(editor.state().document, field, next);
    if (rules.length > 0) setWanted({ type: next, rules });
    else change(next, []);
  };
  return (
    <>
      <Entry label={t('form.type')}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={type}
            onChange={choose}
            showSearch={{ optionFilterProp: 'label' }}
            options={allTypes.map((value) => ({ value, label: t(`form.type.${value}`) }))}
          />
        )}
      </Entry>
      <CustomEntry type={type} custom={field.custom} onChange={(custom) => edit({ custom })} />
      {wanted && (
        <RetypeDialog
          from={type}
          to={wanted.type}
          rules={wanted.rules}
          onCancel={() => setWanted(undefined)}
          onChange={(follow) => change(wanted.type, follow ? wanted.rules : [])}
        />
      )}
      {needsCodes(type) && type !== 'cascade' && (
        <CodesEntry
          codes={field.codes ?? {}}
          onChange={(codes) => edit({ codes })}
          onBranch={library || path === undefined ? undefined : (code) => openBranching({ path, answers: [code] })}
        />
      )}
      {type === 'cascade' && <CascadeEntry codes={field.codes ?? {}} onChange={(codes) => edit({ codes })} />}
      {type === 'table' && <TableEntries field={field} edit={edit} />}
      {type === 'file' && <SlotEntry slot={field.slot} onChange={(slot) => edit({ slot })} />}
    </>
  );
}

function TableEntries({ field, edit }: Pick<SettingsProps, 'field' | 'edit'>) {
  const { t } = useTranslation();
  return (
    <>
      <ColumnsEntry columns={field.columns ?? {}} onChange={(columns) => edit({ columns })} />
      <Entry label={t('form.table.display')}>
        {(ids) => (
          <Select
            {...ids}
            style={{ width: '100%' }}
            value={field.display ?? 'table'}
            onChange={(display) => edit({ display: display === 'table' ? undefined : display })}
            options={(['table', 'group'] as const).map((value) => ({ value, label: t(`form.table.display.${value}`) }))}
          />
        )}
      </Entry>
      <div className="panel-row">
        <Entry label={t('form.table.min')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={0}
              max={field.maxRows ?? 500}
              precision={0}
              value={field.minRows ?? null}
              onChange={(minRows) => edit({ minRows: minRows ?? undefined })}
            />
          )}
        </Entry>
        <Entry label={t('form.table.max')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={Math.max(1, field.minRows ?? 1)}
              max={500}
              precision={0}
              placeholder="50"
              value={field.maxRows ?? null}
              onChange={(maxRows) => edit({ maxRows: maxRows ?? undefined })}
            />
          )}
        </Entry>
      </div>
    </>
  );
}

/** The material a file field fills; materials belong to the scenario. */
function SlotEntry({ slot, onChange }: { slot: string | undefined; onChange: (slot: string | undefined) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { library } = useScenarioSession();
  const materials = usePart((pkg) => pkg.scenario.materials);
  const options = ranked(materials as Record<string, { rank: string; name: { 'zh-CN': string } }> | undefined).map(([value, doc]) => ({
    value,
    label: text(doc.name),
  }));
  return (
    <Entry label={t('form.slot')} hint={t(library ? 'form.slot.library' : options.length > 0 ? 'form.slot.hint' : 'form.slot.none')}>
      {(ids) => (
        <Select
          {...ids}
          style={{ width: '100%' }}
          allowClear
          disabled={options.length === 0}
          placeholder={t('form.slot.free')}
          value={slot}
          onChange={(next) => onChange(next ?? undefined)}
          options={options}
        />
      )}
    </Entry>
  );
}
