import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Scenario, Subject } from '../../../../schemas/generated/documents.ts';
import { ranked } from '../../../editing/rank.ts';
import { useDocument, useExecute, useHistory } from '../../../editing/react/session.tsx';
import { usesOfSubject } from '../../../editing/uses.ts';
import { useText } from '../../../i18n/use-text.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { TwoLanguages } from './two-languages.tsx';
import { HandOver } from './uses.tsx';

/** Usual ones, so that nobody has to invent a key: it is what rules and scripts call them. */
const usual: readonly (Omit<Subject, 'rank'> & { id: string })[] = [
  { id: 'applicant', name: { 'zh-CN': '申请人', en: 'Applicant' }, kind: 'person', role: 'applicant' },
  { id: 'spouse', name: { 'zh-CN': '配偶', en: 'Spouse' }, kind: 'person', role: 'coParty' },
  { id: 'father', name: { 'zh-CN': '父亲', en: 'Father' }, kind: 'person', role: 'coParty' },
  { id: 'mother', name: { 'zh-CN': '母亲', en: 'Mother' }, kind: 'person', role: 'coParty' },
  { id: 'child', name: { 'zh-CN': '孩子', en: 'Child' }, kind: 'person', role: 'actedFor' },
  { id: 'company', name: { 'zh-CN': '企业', en: 'Company' }, kind: 'organisation', role: 'none' },
  { id: 'house', name: { 'zh-CN': '房屋', en: 'House' }, kind: 'thing', role: 'none' },
  { id: 'vehicle', name: { 'zh-CN': '车辆', en: 'Vehicle' }, kind: 'thing', role: 'none' },
  { id: 'matter', name: { 'zh-CN': '办件本身', en: 'The matter itself' }, kind: 'matter', role: 'none' },
];
const kinds = ['person', 'organisation', 'thing', 'matter'] as const;
const roles = ['applicant', 'actedFor', 'coParty', 'none'] as const;

/** Whom and what the questions are about. */
export function SubjectsSheet() {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const list = ranked(scenario.subjects);
  const add = ({ id, ...entry }: (typeof usual)[number]) => {
    const taken = Object.values(scenario.subjects).some(({ role }) => role === 'applicant');
    execute('subject.add', { id, entry: { ...entry, role: entry.role === 'applicant' && taken ? 'coParty' : entry.role } });
  };
  const other = () =>
    add({ id: freeKey(scenario), name: { 'zh-CN': t('basics.subject.new'), en: 'New party' }, kind: 'person', role: 'none' });
  const offered = usual.filter(({ id }) => !scenario.subjects[id]);
  return (
    <Sheet
      title={t('basics.subjects')}
      note={t('basics.subjects.note')}
      actions={
        <Dropdown
          trigger={['click']}
          menu={{
            items: [...offered.map(({ id, name }) => ({ key: id, label: text(name) })), { key: '', label: t('basics.subject.other') }],
            onClick: ({ key }) => {
              const chosen = offered.find(({ id }) => id === key);
              if (chosen) add(chosen);
              else other();
            },
          }}
        >
          <Button icon={<PlusOutlined />}>{t('basics.subject.add')}</Button>
        </Dropdown>
      }
    >
      <ul className="basics-list">
        {list.map(([id, subject], at) => (
          <SubjectRow key={id} id={id} subject={subject} at={at} last={at === list.length - 1} />
        ))}
      </ul>
    </Sheet>
  );
}

function freeKey({ subjects }: Scenario): string {
  let number = Object.keys(subjects).length + 1;
  while (Object.hasOwn(subjects, `party${number}`)) number += 1;
  return `party${number}`;
}

function SubjectRow({ id, subject, at, last }: { id: string; subject: Subject; at: number; last: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const execute = useExecute();
  const remove = useDeleteSubject();
  const name = text(subject.name);
  const edit = (changes: Partial<Subject>) => execute('subject.edit', { id, changes });
  return (
    <li className="basics-row" aria-label={name}>
      <div className="basics-grid">
        <TwoLanguages label={t('basics.subject.name')} needed value={subject.name} onCommit={(next) => next && edit({ name: next })} />
        <Entry label={t('basics.subject.kind')}>
          {(ids) => (
            <Select
              {...ids}
              value={subject.kind}
              onChange={(kind) => edit({ kind })}
              options={kinds.map((value) => ({ value, label: t(`basics.kind.${value}`) }))}
            />
          )}
        </Entry>
        <Entry label={t('basics.subject.role')}>
          {(ids) => (
            <Select
              {...ids}
              value={subject.role}
              onChange={(role) => edit({ role })}
              options={roles.map((value) => ({ value, label: t(`basics.role.${value}`) }))}
            />
          )}
        </Entry>
      </div>
      <span className="basics-tools">
        <IconButton
          icon={<ArrowUpOutlined />}
          label={t('basics.up', { name })}
          disabled={at === 0}
          onClick={() => execute('subject.move', { id, index: at - 1 })}
        />
        <IconButton
          icon={<ArrowDownOutlined />}
          label={t('basics.down', { name })}
          disabled={last}
          onClick={() => execute('subject.move', { id, index: at + 1 })}
        />
        <IconButton icon={<DeleteOutlined />} label={t('basics.delete', { name })} onClick={() => remove(id)} />
      </span>
    </li>
  );
}

/** Nothing names it: it goes, and may come back for ten seconds. Else what names it is listed, and handed over to another. */
function useDeleteSubject() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const { undo } = useHistory();
  const { modal } = App.useApp();
  return (id: string) => {
    const { subjects } = pkg.scenario;
    const name = text(subjects[id]?.name);
    const run = (to?: string) => {
      if (execute('subject.delete', { id, ...(to ? { to } : {}) }))
        showToast(t('basics.deleted', { name }), { label: t('editing.undo'), run: undo });
    };
    const uses = usesOfSubject(pkg, id);
    const others = ranked(subjects).filter(([other]) => other !== id);
    let to = others[0]?.[0];
    if (uses.length === 0 || to === undefined) return run();
    modal.confirm({
      title: t('basics.used', { name, count: uses.length }),
      content: (
        <HandOver
          uses={uses}
          note={t('basics.subject.handOver')}
          options={others.map(([value, other]) => ({ value, label: text(other.name) }))}
          onChange={(next) => {
            to = next;
          }}
        />
      ),
      okText: t('basics.mend'),
      cancelText: t('ui.cancel'),
      onOk: () => run(to),
    });
  };
}
