import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskNode } from '../../runtime/compile/desks.ts';
import type { TaskDecision } from '../../schemas/generated/documents.ts';
import type { Route } from '../editing/commands/branches.ts';
import { ranked } from '../editing/rank.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { stepsInOrder, treeOf } from '../editing/tree.ts';
import { useText } from '../i18n/use-text.ts';
import { TextEntry } from '../ui/text-entry.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** What a desk may decide and, beside each, where that leads now. */
export function DecisionsEntry({ id, node }: StepEntryProps<DeskNode['kind']>) {
  const { t } = useTranslation();
  const execute = useExecute();
  return (
    <section className="panel-list" data-entry="decisions" aria-label={t('properties.decisions')}>
      <h3>{t('properties.decisions')}</h3>
      {ranked(node.decisions).map(([decision, doc]) => (
        <Decision key={decision} node={id} id={decision} doc={doc} only={Object.keys(node.decisions).length === 1} />
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() =>
          execute('decision.add', {
            node: id,
            decision: { name: { 'zh-CN': '不予办理', en: 'Refuse' }, effect: 'refuse', opinionRequired: true },
          })
        }
      >
        {t('properties.decisions.add')}
      </Button>
    </section>
  );
}

function Decision({ node, id, doc, only }: { node: string; id: string; doc: TaskDecision; only: boolean }) {
  const { t } = useTranslation();
  const execute = useExecute();
  const edit = (changes: Partial<TaskDecision>) => execute('decision.edit', { node, decision: id, changes });
  return (
    <div className="panel-card">
      <TextEntry
        label={t('properties.decision.name')}
        value={doc.name['zh-CN']}
        onCommit={(name) => name.trim() && edit({ name: { ...doc.name, 'zh-CN': name.trim() } })}
      />
      <div className="panel-row">
        <Select
          aria-label={t('properties.decision.effect')}
          style={{ width: 110 }}
          value={doc.effect}
          onChange={(effect) => edit({ effect })}
          options={(['agree', 'refuse', 'other'] as const).map((value) => ({ value, label: t(`properties.effect.${value}`) }))}
        />
        <Checkbox checked={doc.opinionRequired ?? false} onChange={(event) => edit({ opinionRequired: event.target.checked || undefined })}>
          {t('properties.opinionRequired')}
        </Checkbox>
      </div>
      <div className="panel-row">
        <span>{t('properties.decision.then')}</span>
        <span className="grow">
          <RouteSelect node={node} decision={id} />
        </span>
        <Button
          type="text"
          icon={<DeleteOutlined />}
          disabled={only}
          aria-label={t('properties.decision.delete', { name: doc.name['zh-CN'] })}
          onClick={() => execute('decision.delete', { node, decision: id })}
        />
      </div>
    </div>
  );
}

/** Where a decision leads: on, to an end, or back to an earlier step. */
function RouteSelect({ node, decision }: { node: string; decision: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const [ownId, own] = Object.entries(scenario.edges).find(([, edge]) => edge.from === node && edge.on === decision) ?? [];
  // The decision whose edge carries the line on: that is going on, whatever stands next.
  const step = stepsInOrder(treeOf(scenario, scenario.nodes[node]?.parent)).find((one) => one.step.node === node)?.step;
  const main = step?.type === 'split' ? step.main : undefined;
  const plain = Object.values(scenario.edges).some((edge) => edge.from === node && edge.on === undefined);
  const target = own && scenario.nodes[own.to];
  const ends = { refused: { 'zh-CN': '不予办理', en: 'Refused' }, completed: { 'zh-CN': '办结', en: 'Completed' } } as const;
  const value = !own
    ? 'continue'
    : target?.kind === 'end' && (target.result === 'refused' || target.result === 'completed')
      ? `end:${target.result}`
      : `node:${own.to}`;
  const [open, setOpen] = useState(false);
  // Every other step is one of them: their words are put together when somebody looks.
  const others = Object.entries(scenario.nodes).filter(([other, doc]) =>
    open
      ? other !== node && doc.parent === scenario.nodes[node]?.parent && !['start', 'end', 'parallel', 'inclusive'].includes(doc.kind)
      : other === own?.to,
  );
  const options = [
    { value: 'continue', label: t('properties.route.continue'), disabled: Boolean(own) && ownId !== main && !plain },
    { value: 'end:refused', label: t('properties.route.refused') },
    { value: 'end:completed', label: t('properties.route.completed') },
    ...others.map(([other, doc]) => ({ value: `node:${other}`, label: t('properties.route.node', { name: text(doc.name) }) })),
  ];
  const change = (next: string) => {
    const [to, which = ''] = next.split(':');
    const route: Route =
      to === 'continue'
        ? { to }
        : to === 'end'
          ? { to, result: which as 'refused' | 'completed', name: ends[which as keyof typeof ends] }
          : { to: 'node', node: which };
    execute('decision.route', { node, decision, route });
  };
  return (
    <Select
      aria-label={t('properties.decision.then')}
      style={{ width: '100%' }}
      value={value}
      onChange={change}
      onOpenChange={setOpen}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
    />
  );
}
