import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import type { Clock } from '../../schemas/generated/documents.ts';
import { ranked } from '../editing/rank.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { ConditionEntry } from './condition-entry.tsx';
import { DaysInput } from './desk-entry.tsx';
import { PanelHead } from './property-panel.tsx';
import { DepartmentSelect } from './selects.tsx';
import { ReasonsSelect } from './suspension.tsx';

/** Limits and matters of the whole scenario: what is promised to citizens, by whom, in working days. */
export function LimitsPanel() {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const execute = useExecute();
  const first = Object.keys(scenario.nodes).find((id) => scenario.nodes[id]!.kind === 'fill') ?? Object.keys(scenario.nodes)[0]!;
  return (
    <>
      <PanelHead kind={t('properties.scenario')} name={t('properties.limits')} />
      <div className="panel-body">
        <section className="panel-list">
          <h3>{t('properties.clocks')}</h3>
          <p className="panel-note">{t('properties.clocks.hint')}</p>
          {Object.entries(scenario.clocks ?? {}).map(([id, clock]) => (
            <ClockCard key={id} id={id} clock={clock} />
          ))}
          <Button
            icon={<PlusOutlined />}
            onClick={() =>
              execute('clock.add', {
                id: freeKey('k_limit', scenario.clocks),
                entry: {
                  name: { 'zh-CN': '承诺时限', en: 'Promised limit' },
                  kind: 'promised',
                  days: 10,
                  starts: first,
                  amberDays: 1,
                  suspendedBy: ['supplement'],
                },
              })
            }
          >
            {t('properties.clocks.add')}
          </Button>
        </section>
        <section className="panel-list">
          <h3>{t('properties.items')}</h3>
          {ranked(scenario.items).map(([id]) => (
            <ItemCard key={id} id={id} />
          ))}
          <Button
            icon={<PlusOutlined />}
            onClick={() =>
              execute('item.add', {
                id: freeKey('i_item', scenario.items),
                entry: {
                  name: { 'zh-CN': '新事项', en: 'New matter' },
                  department: Object.keys(scenario.departments)[0]!,
                  promisedDays: 5,
                },
              })
            }
          >
            {t('properties.items.add')}
          </Button>
        </section>
      </div>
    </>
  );
}

/** A key not used yet, numbered. */
function freeKey(prefix: string, map: object | undefined): string {
  for (let i = 1; ; i++) if (!Object.hasOwn(map ?? {}, `${prefix}${i}`)) return `${prefix}${i}`;
}

function ClockCard({ id, clock }: { id: string; clock: Clock }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const edit = (changes: Partial<Clock>) => execute('clock.edit', { id, changes });
  const nodes = Object.entries(scenario.nodes)
    .filter(([, node]) => !['exclusive', 'parallel', 'inclusive'].includes(node.kind))
    .map(([value, node]) => ({ value, label: text(node.name) }));
  return (
    <div className="panel-card" data-entry={`clocks-${id}`}>
      <TextEntry
        label={t('properties.clock.name')}
        value={clock.name['zh-CN']}
        onCommit={(value) => value.trim() && edit({ name: { ...clock.name, 'zh-CN': value.trim() } })}
      />
      <div className="panel-sentence">
        <Trans
          i18nKey="properties.clock.sentence"
          components={{
            kind: (
              <Select
                aria-label={t('properties.clock.kind')}
                style={{ width: 86 }}
                value={clock.kind}
                onChange={(kind) => edit({ kind })}
                options={(['promised', 'statutory'] as const).map((value) => ({ value, label: t(`properties.clock.${value}`) }))}
              />
            ),
            starts: (
              <Select
                aria-label={t('properties.clock.starts')}
                style={{ width: 180 }}
                value={clock.starts}
                onChange={(starts) => edit({ starts })}
                options={nodes}
                showSearch={{ optionFilterProp: 'label' }}
              />
            ),
            days: <DaysInput label={t('properties.days')} value={clock.days} onCommit={(days) => days !== undefined && edit({ days })} />,
            unit: (
              <Select
                aria-label={t('properties.clock.unit')}
                style={{ width: 116 }}
                value={clock.unit ?? 'workingDays'}
                onChange={(unit) => edit({ unit: unit === 'workingDays' ? undefined : unit })}
                options={units.map((value) => ({ value, label: t(`properties.clock.unit.${value}`) }))}
              />
            ),
            ends: (
              <Select
                aria-label={t('properties.clock.ends')}
                style={{ width: 180 }}
                allowClear
                placeholder={t('properties.clock.caseEnd')}
                value={clock.ends}
                onChange={(ends) => edit({ ends: ends ?? undefined })}
                options={nodes}
                showSearch={{ optionFilterProp: 'label' }}
              />
            ),
            amber: (
              <DaysInput
                label={t('properties.clock.amber')}
                max={60}
                value={clock.amberDays}
                onCommit={(amberDays) => edit({ amberDays })}
              />
            ),
          }}
        />
      </div>
      <ClockMore clock={clock} edit={edit} />
      <Button size="small" icon={<DeleteOutlined />} onClick={() => execute('clock.delete', { id })}>
        {t('ui.delete')}
      </Button>
    </div>
  );
}

const units = ['workingDays', 'days', 'months', 'workingHours', 'hours'] as const;

/** What stops the limit, what makes it run anew, how long it may be extended, and by which law. */
function ClockMore({ clock, edit }: { clock: Clock; edit(changes: Partial<Clock>): void }) {
  const { t } = useTranslation();
  return (
    <details className="panel-fold">
      <summary>{t('properties.clock.more')}</summary>
      <div>
        <ReasonsSelect
          label={t('properties.clock.suspendedBy')}
          value={clock.suspendedBy ?? []}
          onChange={(suspendedBy) => edit({ suspendedBy })}
        />
        <ReasonsSelect
          label={t('properties.clock.restartedBy')}
          value={clock.restartedBy ?? []}
          onChange={(restartedBy) => edit({ restartedBy: restartedBy.length > 0 ? restartedBy : undefined })}
        />
        <Entry label={t('properties.clock.afterHours')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={clock.afterHours ?? 'nextDay'}
              onChange={(afterHours) => edit({ afterHours: afterHours === 'nextDay' ? undefined : afterHours })}
              options={(['nextDay', 'sameDay'] as const).map((value) => ({ value, label: t(`properties.clock.${value}`) }))}
            />
          )}
        </Entry>
        <Entry label={t('properties.clock.extension')} hint={t('properties.clock.extension.hint')}>
          {() => (
            <DaysInput
              label={t('properties.clock.extension')}
              value={clock.extension?.max}
              onCommit={(max) => edit({ extension: max === undefined ? undefined : { ...clock.extension, max } })}
            />
          )}
        </Entry>
        <TextEntry
          label={t('properties.item.basis')}
          value={clock.legalBasis?.['zh-CN'] ?? ''}
          onCommit={(value) => edit({ legalBasis: value.trim() ? { ...clock.legalBasis, 'zh-CN': value.trim() } : undefined })}
        />
      </div>
    </details>
  );
}

function ItemCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const execute = useExecute();
  const item = scenario.items[id]!;
  const edit = (changes: Partial<typeof item>) => execute('item.edit', { id, changes });
  return (
    <div className="panel-card" data-entry={`items-${id}`}>
      <TextEntry
        label={t('properties.item.name')}
        value={item.name['zh-CN']}
        onCommit={(value) => value.trim() && edit({ name: { ...item.name, 'zh-CN': value.trim() } })}
      />
      <div className="panel-sentence">
        <Trans
          i18nKey="properties.item.sentence"
          components={{
            department: (
              <DepartmentSelect
                label={t('properties.department')}
                value={item.department}
                onChange={(department) => edit({ department })}
              />
            ),
            promised: (
              <DaysInput
                label={t('properties.item.promised')}
                value={item.promisedDays}
                onCommit={(promisedDays) => promisedDays !== undefined && edit({ promisedDays })}
              />
            ),
            statutory: (
              <DaysInput
                label={t('properties.item.statutory')}
                value={item.statutoryDays}
                onCommit={(statutoryDays) => edit({ statutoryDays })}
              />
            ),
          }}
        />
      </div>
      <details className="panel-fold">
        <summary>{t('properties.item.more')}</summary>
        <div>
          <ConditionEntry
            label={t('properties.item.applicable')}
            value={item.applicable ?? ''}
            onChange={(applicable) => edit({ applicable: applicable || undefined })}
          />
          <TextEntry
            label={t('properties.item.basis')}
            rows={2}
            value={item.legalBasis?.['zh-CN'] ?? ''}
            onCommit={(value) => execute('text.edit', { path: ['scenario', 'items', id, 'legalBasis'], language: 'zh-CN', value })}
          />
        </div>
      </details>
    </div>
  );
}
