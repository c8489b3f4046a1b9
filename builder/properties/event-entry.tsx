import { PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoundaryEvent, CatchEvent, EndEvent, ThrowEvent, Trigger } from '../../schemas/generated/documents.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { ConditionEntry } from './condition-entry.tsx';
import { MapEntry } from './map-entry.tsx';
import { TimerEventEntry } from './timer-event-entry.tsx';

export type AnyEvent = Trigger | CatchEvent | ThrowEvent | BoundaryEvent | EndEvent;
export type EventType = AnyEvent['type'];

interface Props {
  event: AnyEvent | undefined;
  types: readonly EventType[];
  /** An event may be left out. */
  optional?: boolean;
  /** It listens while a step is at work. */
  onStep?: boolean;
  onChange: (event: AnyEvent | undefined) => void;
}

/** What an event is about: a message, a signal, a time, a condition. Each type asks only for what it needs. */
export function EventEntry({ event, types, optional, onStep = false, onChange }: Props) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const first = (map: object | undefined) => Object.keys(map ?? {})[0];
  const begin = (type: EventType): AnyEvent => {
    switch (type) {
      case 'message':
        return { type, message: first(scenario.messages) ?? 'gapMessage' };
      case 'signal':
        return { type, signal: first(scenario.signals) ?? 'gapSignal' };
      case 'condition':
        return { type, when: 'true' };
      case 'timer':
        return { type, duration: { amount: 5, unit: 'workingDays' } };
      default:
        return { type } as AnyEvent;
    }
  };
  return (
    <div className="panel-list" data-entry="event">
      <Entry label={t('events.type')}>
        {(ids) => (
          <Select
            {...ids}
            allowClear={optional}
            placeholder={t('events.none')}
            value={event?.type}
            onChange={(type: EventType | undefined) => onChange(type ? begin(type) : undefined)}
            options={types.map((value) => ({ value, label: t(`events.type.${value}`) }))}
          />
        )}
      </Entry>
      {event && <EventMore event={event} onStep={onStep} onChange={onChange} />}
    </div>
  );
}

function EventMore({ event, onStep, onChange }: { event: AnyEvent; onStep: boolean; onChange: (event: AnyEvent) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  switch (event.type) {
    case 'message':
      return (
        <>
          <NamedChoice
            map="messages"
            value={event.message}
            onChange={(message) => onChange({ ...event, message: message ?? event.message })}
          />
          <TextEntry
            code
            label={t('events.key')}
            hint={t('events.key.hint')}
            value={event.key ?? ''}
            onCommit={(key) => onChange(without({ ...event, key: key.trim() || undefined }))}
          />
          <MapEntry
            label={t('events.values')}
            keyLabel={t('events.name')}
            value={event.values ?? {}}
            onChange={(values) => onChange(without({ ...event, values: Object.keys(values).length > 0 ? values : undefined }))}
          />
          <MapEntry
            label={t('events.provides')}
            keyLabel={t('events.name')}
            paths
            value={event.provides ?? {}}
            onChange={(provides) => onChange(without({ ...event, provides: Object.keys(provides).length > 0 ? provides : undefined }))}
          />
        </>
      );
    case 'signal':
      return (
        <NamedChoice map="signals" value={event.signal} onChange={(signal) => onChange({ ...event, signal: signal ?? event.signal })} />
      );
    case 'error':
      return <NamedChoice map="errors" optional value={event.code} onChange={(code) => onChange(without({ ...event, code }))} />;
    case 'escalation':
      return <NamedChoice map="escalations" optional value={event.code} onChange={(code) => onChange(without({ ...event, code }))} />;
    case 'condition':
      return <ConditionEntry label={t('events.when')} value={event.when} onChange={(when) => when && onChange({ ...event, when })} />;
    case 'timer':
      return <TimerEventEntry event={event} onStep={onStep} onChange={onChange} />;
    case 'compensation':
      return (
        <Entry label={t('events.compensates')}>
          {(ids) => (
            <Select
              {...ids}
              allowClear
              placeholder={t('events.compensates.all')}
              value={event.node}
              onChange={(node: string | undefined) => onChange(without({ ...event, node }))}
              options={Object.entries(scenario.nodes).map(([value, node]) => ({ value, label: text(node.name) }))}
            />
          )}
        </Entry>
      );
    default:
      return null;
  }
}

const without = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

type NamedMap = 'messages' | 'signals' | 'errors' | 'escalations';
const addOf = { messages: 'message.add', signals: 'signal.add', errors: 'error.add', escalations: 'escalation.add' } as const;

interface NamedProps {
  map: NamedMap;
  value: string | undefined;
  optional?: boolean;
  onChange: (id: string | undefined) => void;
}

/** One of the messages (signals, errors …) the scenario knows, or a new one by its name. */
function NamedChoice({ map, value, optional, onChange }: NamedProps) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const [naming, setNaming] = useState(false);
  const entries = Object.entries(scenario[map] ?? {});
  const add = (name: string) => {
    setNaming(false);
    if (name.trim() === '') return;
    let n = entries.length + 1;
    while (scenario[map]?.[`${map.slice(0, 1)}_${n}`]) n++;
    const id = `${map.slice(0, 1)}_${n}`;
    const words = { 'zh-CN': name.trim() };
    const done =
      map === 'signals'
        ? execute('signal.add', { id, entry: { name: words, reach: 'case' } })
        : execute(addOf[map], { id, entry: { name: words } });
    if (done) onChange(id);
  };
  return (
    <div className="panel-list">
      <Entry label={t(`events.${map}`)}>
        {(ids) => (
          <Select
            {...ids}
            allowClear={optional}
            placeholder={t(optional ? 'events.any' : 'events.choose')}
            value={value !== undefined && scenario[map]?.[value] ? value : undefined}
            onChange={(next: string | undefined) => onChange(next)}
            options={entries.map(([id, entry]) => ({ value: id, label: text(entry.name) }))}
          />
        )}
      </Entry>
      {naming ? (
        <TextEntry label={t(`events.${map}.new`)} value="" onCommit={add} />
      ) : (
        <Button size="small" icon={<PlusOutlined />} onClick={() => setNaming(true)}>
          {t(`events.${map}.new`)}
        </Button>
      )}
    </div>
  );
}
