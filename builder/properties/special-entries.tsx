/** Settings of the steps that are needed seldom: events, groups, calls, hand-overs, partial joins. */
import { PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Node } from '../../schemas/generated/documents.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { wordsForNew } from '../flow/steps/add-choices.ts';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { ConditionEntry } from './condition-entry.tsx';
import { EventEntry, type EventType } from './event-entry.tsx';
import { MapEntry } from './map-entry.tsx';
import { DepartmentSelect, ItemSelect, ValueSelect, ValuesSelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

const catchTypes: EventType[] = ['message', 'signal', 'condition'];
const throwTypes: EventType[] = ['message', 'signal', 'escalation', 'compensation'];
const boundaryTypes: EventType[] = ['timer', 'message', 'signal', 'condition', 'error', 'escalation', 'compensation', 'cancel'];
const endTypes: EventType[] = ['error', 'escalation', 'message', 'signal', 'compensation', 'cancel'];
const startTypes: EventType[] = ['form', 'message', 'signal', 'timer', 'condition'];
const blockStartTypes: EventType[] = [...startTypes, 'error', 'escalation', 'compensation'];

function useEdit(id: string) {
  const execute = useExecute();
  return (changes: Record<string, unknown>) => execute('node.edit', { node: id, changes });
}
const filled = <T extends object>(value: T): T | undefined => (Object.keys(value).length > 0 ? value : undefined);

export function StartEntry({ id, node }: StepEntryProps<'start'>) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const edit = useEdit(id);
  const block = node.parent ? scenario.nodes[node.parent] : undefined;
  const ofEvent = block?.kind === 'block' && block.event === true;
  return (
    <>
      <EventEntry
        event={node.trigger}
        types={ofEvent ? blockStartTypes : startTypes}
        onChange={(trigger) => trigger && edit({ trigger })}
      />
      {ofEvent && (
        <Checkbox
          checked={node.interrupting ?? true}
          onChange={(event) => edit({ interrupting: event.target.checked ? undefined : false })}
        >
          {t('events.interrupting.block')}
        </Checkbox>
      )}
      {node.parent === undefined && (
        <Entry label={t('events.given')} hint={t('events.given.hint')}>
          {(ids) => (
            <ValuesSelect
              {...ids}
              label={t('events.given')}
              value={node.given ?? []}
              onChange={(given) => edit({ given: given.length > 0 ? given : undefined })}
            />
          )}
        </Entry>
      )}
    </>
  );
}

export function CatchEntry({ id, node }: StepEntryProps<'catch'>) {
  const edit = useEdit(id);
  return <EventEntry event={node.event} types={catchTypes} onChange={(event) => event && edit({ event })} />;
}

export function ThrowEntry({ id, node }: StepEntryProps<'throw'>) {
  const edit = useEdit(id);
  return <EventEntry event={node.event} types={throwTypes} onChange={(event) => event && edit({ event })} />;
}

export function EndEventEntry({ id, node }: StepEntryProps<'end'>) {
  const edit = useEdit(id);
  return <EventEntry optional event={node.event} types={endTypes} onChange={(event) => edit({ event })} />;
}

export function BoundaryEntry({ id, node }: StepEntryProps<'boundary'>) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const edit = useEdit(id);
  const hosts = Object.entries(scenario.nodes).filter(([, other]) => other.parent === node.parent && mayCarryEvents(other));
  return (
    <>
      <Entry label={t('events.attachedTo')}>
        {(ids) => (
          <Select
            {...ids}
            value={node.attachedTo}
            onChange={(attachedTo) => edit({ attachedTo })}
            options={hosts.map(([value, host]) => ({ value, label: text(host.name) }))}
          />
        )}
      </Entry>
      <EventEntry onStep event={node.event} types={boundaryTypes} onChange={(event) => event && edit({ event })} />
      <Checkbox checked={node.interrupting ?? true} onChange={(event) => edit({ interrupting: event.target.checked ? undefined : false })}>
        {t('events.interrupting')}
      </Checkbox>
    </>
  );
}

/** Steps that last and so may be overtaken by an event. */
const lasting = new Set<Node['kind']>([
  'fill',
  'consent',
  'task',
  'joint',
  'window',
  'assist',
  'pay',
  'seal',
  'data',
  'transfer',
  'call',
  'block',
  'script',
]);
export const mayCarryEvents = (node: Node): boolean => lasting.has(node.kind);

/** Adds an event to a step: a reminder, a time limit with a way of its own. */
export function AddBoundary({ id }: { id: string }) {
  const { t } = useTranslation();
  const execute = useExecute();
  return (
    <Button
      icon={<PlusOutlined />}
      onClick={() => execute('boundary.add', { node: id, name: { 'zh-CN': '到时间', en: 'When time is up' }, end: wordsForNew.end })}
    >
      {t('events.add')}
    </Button>
  );
}

export function BlockEntry({ id, node }: StepEntryProps<'block'>) {
  const { t } = useTranslation();
  const edit = useEdit(id);
  const { adHoc } = node;
  return (
    <div className="panel-list" data-entry="adHoc">
      <Entry label={t('properties.item')}>
        {(ids) => <ItemSelect {...ids} label={t('properties.item')} value={node.item} onChange={(item) => edit({ item })} />}
      </Entry>
      <Checkbox
        checked={adHoc !== undefined}
        onChange={(event) => edit({ adHoc: event.target.checked ? { order: 'parallel' } : undefined })}
      >
        {t('events.block.adHoc')}
      </Checkbox>
      {adHoc && (
        <>
          <Segmented
            value={adHoc.order}
            options={(['parallel', 'sequential'] as const).map((value) => ({ value, label: t(`events.block.${value}`) }))}
            onChange={(order) => edit({ adHoc: { ...adHoc, order } })}
          />
          <ConditionEntry
            label={t('events.block.done')}
            value={adHoc.done ?? ''}
            onChange={(done) => edit({ adHoc: { ...adHoc, ...(done ? { done } : { done: undefined }) } })}
          />
        </>
      )}
      <Checkbox checked={node.transaction ?? false} onChange={(event) => edit({ transaction: event.target.checked || undefined })}>
        {t('events.block.transaction')}
      </Checkbox>
    </div>
  );
}

export function ArchiveEntry({ id, node }: StepEntryProps<'archive'>) {
  const { t } = useTranslation();
  const edit = useEdit(id);
  return (
    <div className="panel-list" data-entry="department">
      <Entry label={t('events.archive.department')}>
        {(ids) => (
          <DepartmentSelect
            {...ids}
            label={t('events.archive.department')}
            value={node.department ?? ''}
            onChange={(department) => edit({ department })}
          />
        )}
      </Entry>
      <Entry label={t('properties.item')}>
        {(ids) => <ItemSelect {...ids} label={t('properties.item')} value={node.item} onChange={(item) => edit({ item })} />}
      </Entry>
      <Entry label={t('events.archive.years')}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={1}
            max={200}
            precision={0}
            value={node.years}
            onChange={(years) => edit({ years: years ?? undefined })}
          />
        )}
      </Entry>
    </div>
  );
}

export function TransferEntry({ id, node }: StepEntryProps<'transfer'>) {
  const { t } = useTranslation();
  const edit = useEdit(id);
  return (
    <div className="panel-list" data-entry="to">
      <TextEntry
        label={t('events.transfer.to')}
        hint={t('events.transfer.to.hint')}
        value={node.to.startsWith('gap-') ? '' : node.to}
        onCommit={(to) => to.trim() && edit({ to: to.trim() })}
      />
      <MapEntry
        label={t('events.values')}
        keyLabel={t('events.name')}
        value={node.values ?? {}}
        onChange={(values) => edit({ values: filled(values) })}
      />
      <Entry label={t('events.transfer.number')}>
        {(ids) => (
          <ValueSelect
            {...ids}
            label={t('events.transfer.number')}
            value={node.number ?? ''}
            onChange={(number) => edit({ number: number || undefined })}
          />
        )}
      </Entry>
    </div>
  );
}

export function CallEntry({ id, node }: StepEntryProps<'call'>) {
  const { t } = useTranslation();
  const edit = useEdit(id);
  return (
    <div className="panel-list" data-entry="scenario">
      <TextEntry
        label={t('events.call.scenario')}
        hint={t('events.call.scenario.hint')}
        value={node.scenario.startsWith('gap-') ? '' : node.scenario}
        onCommit={(scenario) => scenario.trim() && edit({ scenario: scenario.trim() })}
      />
      <TextEntry
        code
        label={t('events.call.region')}
        hint={t('events.call.region.hint')}
        value={node.region ?? ''}
        onCommit={(region) => edit({ region: region.trim() || undefined })}
      />
      <MapEntry
        label={t('events.call.inputs')}
        keyLabel={t('events.call.there')}
        value={node.inputs ?? {}}
        onChange={(inputs) => edit({ inputs: filled(inputs) })}
      />
      <MapEntry
        label={t('events.call.outputs')}
        keyLabel={t('events.call.here')}
        value={node.outputs ?? {}}
        onChange={(outputs) => edit({ outputs: filled(outputs) })}
      />
    </div>
  );
}

export function ComplexEntry({ id, node }: StepEntryProps<'complex'>) {
  const { t } = useTranslation();
  const edit = useEdit(id);
  const counts = 'count' in node.activate;
  return (
    <div className="panel-list" data-entry="activate">
      <Segmented
        value={counts ? 'count' : 'when'}
        options={(['count', 'when'] as const).map((value) => ({ value, label: t(`events.complex.${value}`) }))}
        onChange={(how) => edit({ activate: how === 'count' ? { count: 1 } : { when: 'true' } })}
      />
      {'count' in node.activate ? (
        <Entry label={t('events.complex.countLabel')}>
          {(ids) => (
            <InputNumber
              {...ids}
              min={1}
              precision={0}
              value={'count' in node.activate ? node.activate.count : 1}
              onChange={(count) => count && edit({ activate: { count } })}
            />
          )}
        </Entry>
      ) : (
        <ConditionEntry label={t('events.when')} value={node.activate.when} onChange={(when) => when && edit({ activate: { when } })} />
      )}
      <Entry label={t('events.complex.rest')}>
        {(ids) => (
          <Select
            {...ids}
            value={node.rest}
            onChange={(rest) => edit({ rest })}
            options={(['ignore', 'block', 'cancel'] as const).map((value) => ({ value, label: t(`events.complex.rest.${value}`) }))}
          />
        )}
      </Entry>
    </div>
  );
}

export function ThreadsEntry({ id, node }: StepEntryProps<'threads'>) {
  const { t } = useTranslation();
  const edit = useEdit(id);
  return (
    <div className="panel-list" data-entry="count">
      <Segmented
        value={node.mode}
        options={(['split', 'merge'] as const).map((value) => ({ value, label: t(`events.threads.${value}`) }))}
        onChange={(mode) => edit({ mode })}
      />
      <TextEntry
        code
        label={t('events.threads.count')}
        hint={t('properties.feel.hint')}
        value={node.count}
        onCommit={(count) => count.trim() && edit({ count: count.trim() })}
      />
    </div>
  );
}

export function CancelEntry({ id, node }: StepEntryProps<'cancel'>) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const edit = useEdit(id);
  return (
    <div className="panel-list" data-entry="nodes">
      <Entry label={t('events.cancel.nodes')}>
        {(ids) => (
          <Select
            {...ids}
            mode="multiple"
            style={{ width: '100%' }}
            value={node.nodes as string[]}
            onChange={(nodes) => nodes.length > 0 && edit({ nodes })}
            options={Object.entries(scenario.nodes)
              .filter(([other, doc]) => other !== id && doc.kind !== 'start' && doc.kind !== 'end')
              .map(([value, doc]) => ({ value, label: text(doc.name) }))}
          />
        )}
      </Entry>
      <Checkbox checked={node.complete ?? false} onChange={(event) => edit({ complete: event.target.checked || undefined })}>
        {t('events.cancel.complete')}
      </Checkbox>
    </div>
  );
}
