import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scenario, ValueSpec, ValueType } from '../../../../schemas/generated/documents.ts';
import { ranked } from '../../../editing/rank.ts';
import { useDocument, useExecute, useHistory } from '../../../editing/react/session.tsx';
import { usesOfValue } from '../../../editing/uses.ts';
import { CodesEntry } from '../../../form/settings/codes-entry.tsx';
import { KeyEntry } from '../../../form/settings/key-entry.tsx';
import { allTypes } from '../../../form/types.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { PartySelect } from '../../../properties/selects.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { TwoLanguages } from './two-languages.tsx';
import { UseList } from './uses.tsx';

/** Shown at once; large scenarios work out dozens. */
const step = 20;

/** Values nobody is asked for: scripts, rule tables, shared data and desks give them. */
export function VariablesSheet() {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const [shown, setShown] = useState(step);
  const [fresh, setFresh] = useState<string>();
  const order = new Map(ranked(scenario.subjects).map(([id], at) => [id, at]));
  const place = (path: string) => order.get(path.split('.')[0]!) ?? order.size;
  const list = Object.entries(scenario.variables ?? {}).sort(([a], [b]) => place(a) - place(b));
  // One that was just added is in sight, wherever it stands.
  const visible = list.filter(([path], at) => at < shown || path === fresh);
  const add = () => {
    const [subject] = ranked(scenario.subjects)[0] ?? [];
    if (!subject) return;
    const id = freePath(scenario, subject);
    if (execute('variable.add', { id, entry: { name: { 'zh-CN': t('basics.variable.new'), en: 'New value' }, type: 'string' } }))
      setFresh(id);
  };
  return (
    <Sheet
      title={t('basics.variables')}
      note={t('basics.variables.note')}
      actions={
        <Button icon={<PlusOutlined />} onClick={add}>
          {t('basics.variable.add')}
        </Button>
      }
    >
      {list.length === 0 && <p className="hint">{t('basics.variables.none')}</p>}
      <ul className="basics-list">
        {visible.map(([path, spec]) => (
          <VariableRow key={path} id={path} spec={spec} owner={text(scenario.subjects[path.split('.')[0]!]?.name)} onMoved={setFresh} />
        ))}
      </ul>
      {visible.length < list.length && (
        <Button onClick={() => setShown((count) => count + step)}>
          {t('basics.variables.more', { count: list.length - visible.length })}
        </Button>
      )}
    </Sheet>
  );
}

function freePath({ variables = {} }: Scenario, subject: string): string {
  let number = 1;
  while (Object.hasOwn(variables, `${subject}.value${number}`)) number += 1;
  return `${subject}.value${number}`;
}

interface RowProps {
  id: string;
  spec: ValueSpec;
  owner: string;
  onMoved: (id: string) => void;
}

function VariableRow({ id, spec, owner, onMoved }: RowProps) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const remove = useDeleteVariable();
  const edit = (changes: Partial<ValueSpec>) => execute('variable.edit', { id, changes });
  const element = spec.element ? pkg.elements[spec.element] : undefined;
  const type = spec.type ?? element?.type ?? 'string';
  const [subject = ''] = id.split('.');
  const name = text(spec.name);
  const own = (next: string) => {
    if (execute('variable.own', { id, subject: next })) onMoved(`${next}.${id.split('.')[1]}`);
  };
  return (
    <li className="basics-row" aria-label={`${owner} ${name}`}>
      <div className="basics-grid">
        <TwoLanguages label={t('basics.variable.name')} needed value={spec.name} onCommit={(next) => next && edit({ name: next })} />
        <Entry label={t('basics.variable.of')}>
          {(ids) => <PartySelect {...ids} label={t('basics.variable.of')} width="100%" value={subject} onChange={own} />}
        </Entry>
        {element ? (
          <p className="panel-note">{t('basics.variable.element', { name: text(element.name), type: t(`form.type.${type}`) })}</p>
        ) : (
          <Entry label={t('basics.variable.type')}>
            {(ids) => (
              <Select
                {...ids}
                value={type}
                onChange={(next: ValueType) => edit(typed(next, spec, t('form.newChoice')))}
                options={allTypes
                  .filter((one) => one !== 'table' || type === 'table')
                  .map((value) => ({ value, label: t(`form.type.${value}`) }))}
              />
            )}
          </Entry>
        )}
        {!element && spec.codes && (type === 'code' || type === 'codes') && (
          <Entry label={t('basics.variable.codes')}>{() => <CodesEntry codes={spec.codes!} onChange={(codes) => edit({ codes })} />}</Entry>
        )}
      </div>
      <span className="basics-tools">
        <IconButton icon={<DeleteOutlined />} label={t('basics.delete', { name })} onClick={() => remove(id)} />
      </span>
      <details className="basics-key">
        <summary>{t('code.rename.fold')}</summary>
        <KeyEntry path={id} />
      </details>
    </li>
  );
}

/** A choice needs a list to choose from; what is no choice has none. */
function typed(type: ValueType, { codes }: ValueSpec, first: string): Partial<ValueSpec> {
  if (type !== 'code' && type !== 'codes') return { type, codes: undefined };
  return { type, codes: codes ?? { 1: { name: { 'zh-CN': first }, rank: 'V' } } };
}

function useDeleteVariable() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const { undo } = useHistory();
  const { modal } = App.useApp();
  return (id: string) => {
    const name = text(pkg.scenario.variables?.[id]?.name);
    const run = (mend: boolean) => {
      if (execute('variable.delete', { id, mend })) showToast(t('basics.deleted', { name }), { label: t('editing.undo'), run: undo });
    };
    const uses = usesOfValue(pkg, id);
    if (uses.length === 0) return run(false);
    modal.confirm({
      title: t('basics.used', { name, count: uses.length }),
      content: <UseList uses={uses} note={t('basics.variable.mend')} />,
      okText: t('basics.mend'),
      cancelText: t('ui.cancel'),
      onOk: () => run(true),
    });
  };
}
