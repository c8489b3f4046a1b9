import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { Trans, useTranslation } from 'react-i18next';
import { placeAt, ranked } from '../editing/rank.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { DaysInput } from './desk-entry.tsx';
import { DepartmentSelect, ItemSelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** 会办: who decides, how many must agree, what one refusal does; one sentence that changes with the choices. */
export function JointEntry({ id, node }: StepEntryProps<'joint'>) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const execute = useExecute();
  const edit = (changes: Record<string, unknown>) => execute('node.edit', { node: id, changes });
  const people = ranked(node.participants);
  const { mode } = node;
  const add = () => {
    const free =
      Object.keys(scenario.departments).find((d) => !people.some(([, p]) => p.department === d)) ?? Object.keys(scenario.departments)[0]!;
    const numbers = people.map(([key]) => Number(/^p_(\d+)$/.exec(key)?.[1] ?? 0));
    const key = `p_${Math.max(0, ...numbers) + 1}`;
    edit({
      participants: {
        ...node.participants,
        [key]: { name: scenario.departments[free]!.name, department: free, rank: placeAt(people, key, people.length)[key]! },
      },
    });
  };
  const modes = {
    all: { type: 'all' },
    any: { type: 'any' },
    count: { type: 'count', count: Math.max(1, people.length - 1) },
    vote: { type: 'vote', percent: 50 },
  } as const;
  return (
    <>
      <div className="panel-sentence" data-entry="mode">
        <Trans
          i18nKey="properties.joint.sentence"
          components={{
            days: <DaysInput entry="dueDays" label={t('properties.days')} value={node.dueDays} onCommit={(dueDays) => edit({ dueDays })} />,
            mode: (
              <Select
                aria-label={t('properties.joint.mode')}
                style={{ width: 150 }}
                value={mode.type}
                onChange={(type) => edit({ mode: modes[type] })}
                options={(['all', 'any', 'count', 'vote'] as const).map((value) => ({ value, label: t(`properties.joint.${value}`) }))}
              />
            ),
            figure:
              mode.type === 'count' ? (
                <DaysInput
                  label={t('properties.joint.countLabel')}
                  min={1}
                  max={100}
                  value={mode.count}
                  onCommit={(count) => count && edit({ mode: { type: 'count', count } })}
                />
              ) : mode.type === 'vote' ? (
                <DaysInput
                  label={t('properties.joint.percentLabel')}
                  min={1}
                  max={100}
                  value={mode.percent}
                  onCommit={(percent) => percent && edit({ mode: { type: 'vote', percent } })}
                />
              ) : (
                <span />
              ),
            refuse: (
              <Select
                aria-label={t('properties.joint.onRefuse')}
                style={{ width: 170 }}
                value={node.onRefuse}
                onChange={(onRefuse) => edit({ onRefuse })}
                options={(['stop', 'continue'] as const).map((value) => ({ value, label: t(`properties.joint.refuse.${value}`) }))}
              />
            ),
          }}
        />
      </div>
      <section className="panel-list" data-entry="participants">
        <h3>{t('properties.joint.participants')}</h3>
        {people.map(([key, person]) => (
          <div className="panel-row" key={key}>
            <DepartmentSelect
              label={t('properties.department')}
              width="100%"
              value={person.department}
              onChange={(department) =>
                edit({
                  participants: {
                    ...node.participants,
                    [key]: { ...person, department, name: scenario.departments[department]?.name ?? person.name },
                  },
                })
              }
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              disabled={people.length <= 1}
              aria-label={t('properties.joint.remove', { name: person.name['zh-CN'] })}
              onClick={() =>
                edit({ participants: Object.fromEntries(Object.entries(node.participants).filter(([other]) => other !== key)) })
              }
            />
          </div>
        ))}
        <Button icon={<PlusOutlined />} onClick={add}>
          {t('properties.joint.add')}
        </Button>
      </section>
      <ItemSelect label={t('properties.item')} value={node.item} onChange={(item) => edit({ item })} />
    </>
  );
}
