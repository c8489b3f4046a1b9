import { Badge, Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deskViewOf, openQuestionsOf, type Task, trackingOf } from '../../../../runtime/engine/index.ts';
import { ranked } from '../../../editing/rank.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { ApplicantForm } from './applicant-form.tsx';
import { DeskSheet } from './desk-sheet.tsx';
import { partyOf } from './rehearsal.ts';
import type { Stage } from './running.tsx';

const isOpen = (task: Task) => task.status === 'open' || task.status === 'supplement';

/** Everybody in the case, side by side: one press to be somebody else. */
export function Personas({ stage }: { stage: Stage }) {
  const { t } = useTranslation();
  const text = useText();
  const { plan, now } = stage;
  const tasks = Object.values(now.state.tasks).filter(isOpen);
  const [chosen, setChosen] = useState<string>();
  const desks = ranked(plan.scenario.departments).map(([department, lane]) => ({
    key: department,
    name: text(lane.name),
    open: tasks.filter((task) => task.kind === 'desk' && task.department === department && task.status === 'open'),
  }));
  const owed = Object.keys(now.state.payments ?? {}).filter((id) => now.state.pending[id]).length;
  const mine = owed + tasks.filter((task) => task.kind === 'fill' || task.kind === 'consent' || task.status === 'supplement').length;
  // Follows the work: whoever has something to do first, unless somebody was chosen.
  const next = mine > 0 ? 'applicant' : (desks.find((desk) => desk.open.length > 0)?.key ?? 'applicant');
  const active =
    chosen && (chosen === 'applicant' ? mine > 0 : desks.some((desk) => desk.key === chosen && desk.open.length > 0)) ? chosen : next;
  const label = (name: string, count: number) => (
    <Badge count={count} size="small" offset={[8, 0]} color="#0B5C7A">
      {name}
    </Badge>
  );
  return (
    <section className="personas" aria-label={t('rehearse.personas')}>
      <Tabs
        activeKey={chosen ?? active}
        onChange={setChosen}
        items={[
          { key: 'applicant', label: label(t('rehearse.applicant'), mine), children: <ApplicantDesk stage={stage} /> },
          ...desks.map((desk) => ({
            key: desk.key,
            label: label(desk.name, desk.open.length),
            children:
              desk.open.length === 0 ? (
                <p className="persona-none">{t('rehearse.nothing', { name: desk.name })}</p>
              ) : (
                desk.open.map((task) => {
                  const view = deskViewOf(plan, now.state, task.id, now.at);
                  return view && <DeskSheet key={task.id} stage={stage} view={view} />;
                })
              ),
          })),
        ]}
      />
    </section>
  );
}

/** The applicant and the other parties: tracking on top, then what they must do now. */
function ApplicantDesk({ stage }: { stage: Stage }) {
  const { t } = useTranslation();
  const text = useText();
  const { plan, now } = stage;
  const tracking = trackingOf(plan, now.state, now.at);
  const open = openQuestionsOf(plan, now.state, now.at);
  const orders = Object.values(now.state.payments ?? {}).filter(({ id }) => now.state.pending[id]);
  const consents = Object.values(now.state.tasks).filter((task) => task.kind === 'consent' && task.status === 'open');
  return (
    <div className="persona">
      <p className="persona-line">{text(tracking.line)}</p>
      {consents.map((task) => {
        const node = plan.nodes[task.node]!.doc;
        return (
          <div key={task.id} className="persona-consent">
            <p>
              <b>{text(plan.scenario.subjects[task.party ?? '']?.name)}</b> {node.kind === 'consent' ? text(node.statement) : ''}
            </p>
            {(['agree', 'refuse'] as const).map((decision) => (
              <Button
                key={decision}
                type={decision === 'agree' ? 'primary' : 'default'}
                loading={stage.busy}
                onClick={() =>
                  void stage.send({ type: 'consent', taskId: task.id, decision }, partyOf(task.party), {
                    key: `rehearse.did.${decision}`,
                    name: node.name,
                  })
                }
              >
                {t(`flow.outcome.${decision}`)}
              </Button>
            ))}
          </div>
        );
      })}
      {orders.map(({ id, node, title, amount }) => (
        <div key={id} className="persona-consent">
          <p>
            <b>{t('rehearse.pay', { title: text(title), amount })}</b>
          </p>
          <Button
            type="primary"
            loading={stage.busy}
            onClick={() => void stage.pay(node, 'paid', { key: 'cases.step.pay.paid', name: title })}
          >
            {t('rehearse.pay.paid')}
          </Button>
          <Button loading={stage.busy} onClick={() => void stage.pay(node, 'unpaid', { key: 'cases.step.pay.unpaid', name: title })}>
            {t('rehearse.pay.unpaid')}
          </Button>
        </div>
      ))}
      {open && <ApplicantForm key={`${open.task} ${now.state.counters.journal}`} stage={stage} open={open} />}
      {!open && consents.length + orders.length === 0 && <p className="persona-none">{t('rehearse.applicantNothing')}</p>}
      {now.state.status !== 'draft' && (
        <ul className="value-list">
          {tracking.items.map((item) => (
            <li key={item.id}>
              <span>{text(item.name)}</span>
              <Chip
                tone={item.lamp === 'overdue' ? 'red' : item.lamp === 'amber' ? 'amber' : item.lamp === 'stopped' ? 'stopped' : 'plain'}
              >
                {text(item.words)}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
