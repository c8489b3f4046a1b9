import { InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Each, Loop } from '../../schemas/generated/documents.ts';
import { ranked } from '../editing/rank.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { ConditionEntry } from './condition-entry.tsx';

type How = 'once' | 'loop' | 'over' | 'times' | 'departments';

const howOf = (loop: Loop | undefined, each: Each | undefined): How => {
  if (loop) return 'loop';
  if (each?.over !== undefined) return 'over';
  if (each?.times !== undefined) return 'times';
  return each?.departments ? 'departments' : 'once';
};

/** Once, again while a condition holds, or once for each entry of a list, for a number, for several departments. */
export function RepeatEntry({ id, loop, each }: { id: string; loop: Loop | undefined; each: Each | undefined }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const edit = (changes: { loop?: Loop; each?: Each }) =>
    execute('node.edit', { node: id, changes: { loop: undefined, each: undefined, ...changes } });
  const [first] = ranked(scenario.departments);
  const begin: Record<How, () => void> = {
    once: () => edit({}),
    loop: () => edit({ loop: { test: 'after', while: 'false', max: 10 } }),
    over: () => edit({ each: { over: '[]', order: 'sequential' } }),
    times: () => edit({ each: { times: '2', order: 'sequential' } }),
    departments: () => first && edit({ each: { departments: [first[0]], order: 'parallel' } }),
  };
  return (
    <details className="panel-fold" data-entry={loop ? 'loop' : 'each'} open={loop !== undefined || each !== undefined || undefined}>
      <summary>{t('events.repeat')}</summary>
      <div>
        <Entry label={t('events.repeat.how')}>
          {(ids) => (
            <Select
              {...ids}
              value={howOf(loop, each)}
              onChange={(how: How) => begin[how]()}
              options={(['once', 'loop', 'over', 'times', 'departments'] as const).map((value) => ({
                value,
                label: t(`events.repeat.${value}`),
              }))}
            />
          )}
        </Entry>
        {loop && (
          <>
            <ConditionEntry
              label={t('events.repeat.while')}
              value={loop.while}
              onChange={(source) => source && edit({ loop: { ...loop, while: source } })}
            />
            <Entry label={t('events.repeat.max')}>
              {(ids) => (
                <InputNumber
                  {...ids}
                  min={1}
                  max={1000}
                  precision={0}
                  value={loop.max}
                  onChange={(max) => max && edit({ loop: { ...loop, max } })}
                />
              )}
            </Entry>
          </>
        )}
        {each?.over !== undefined && (
          <TextEntry
            code
            label={t('events.repeat.list')}
            hint={t('properties.feel.hint')}
            value={each.over}
            onCommit={(over) => over.trim() && edit({ each: { ...each, over: over.trim() } })}
          />
        )}
        {each?.times !== undefined && (
          <TextEntry
            code
            label={t('events.repeat.number')}
            hint={t('properties.feel.hint')}
            value={each.times}
            onCommit={(times) => times.trim() && edit({ each: { ...each, times: times.trim() } })}
          />
        )}
        {each && (
          <Segmented
            value={each.order}
            options={(['parallel', 'sequential'] as const).map((value) => ({ value, label: t(`events.block.${value}`) }))}
            onChange={(order) => edit({ each: { ...each, order } })}
          />
        )}
        {each?.departments && (
          <Entry label={t('events.repeat.departments.label')}>
            {(ids) => (
              <Select
                {...ids}
                mode="multiple"
                style={{ width: '100%' }}
                value={each.departments as string[]}
                onChange={(departments: string[]) =>
                  departments.length > 0 && edit({ each: { ...each, departments: departments as [string, ...string[]] } })
                }
                options={ranked(scenario.departments).map(([value, lane]) => ({ value, label: text(lane.name) }))}
              />
            )}
          </Entry>
        )}
      </div>
    </details>
  );
}
