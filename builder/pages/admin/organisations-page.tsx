/** /admin/organisations: departments renamed, merged and split, with what that touches before it is done. */
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationAffected, OrganisationRow } from '../../../schemas/generated/api.ts';
import { useOrganisations } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { useChangeOrganisation, useCreateOrganisation, useOrganisationAffected } from '../../api/organisations.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Refused } from '../upgrade/refused.tsx';
import { useAdminRegion } from './region.ts';
import '../data/pages.css';
import '../studio/scenario-list.css';
import '../gallery/gallery.css';
import '../upgrade/upgrade.css';

type Doing = { do: 'rename' | 'merge' | 'split'; row: OrganisationRow } | { do: 'new' };

export function OrganisationsPage() {
  const { t } = useTranslation();
  const text = useText();
  const region = useAdminRegion();
  const { data, error, refetch } = useOrganisations();
  const [doing, setDoing] = useState<Doing>();
  const undo = useChangeOrganisation(region.code);
  if (!data) return error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={8} />;
  const rows = data.filter((row) => row.region === region.code);
  const nameOf = (department: string | undefined) => text(rows.find((row) => row.department === department)?.name);
  const back = (row: OrganisationRow) =>
    undo.mutate(
      { department: row.department, successor: null },
      { onSuccess: () => showToast(t('organisation.separated', { name: text(row.name) })) },
    );
  return (
    <Sheet
      title={t('organisation.title', { count: rows.length })}
      note={t('organisation.words')}
      actions={<Button onClick={() => setDoing({ do: 'new' })}>{t('organisation.new')}</Button>}
    >
      <Refused error={undo.error} />
      {rows.length === 0 && <EmptyState title={t('organisation.none')} />}
      <ul className="upgrade-items">
        {rows.map((row) => (
          <li key={row.department} className="upgrade-item organisation">
            <span>
              <b>{text(row.name)}</b>{' '}
              {row.successor && <Chip tone="stopped">{t('organisation.merged', { name: nameOf(row.successor) })}</Chip>}
            </span>
            <span className="upgrade-choices">
              <Act row={row} onDo={() => setDoing({ do: 'rename', row })} words={t('organisation.rename')} />
              {row.successor ? (
                <Button
                  size="small"
                  loading={undo.isPending}
                  onClick={() => back(row)}
                  aria-label={t('organisation.separate.of', { name: text(row.name) })}
                >
                  {t('organisation.separate')}
                </Button>
              ) : (
                <>
                  <Act row={row} onDo={() => setDoing({ do: 'merge', row })} words={t('organisation.merge')} />
                  <Act row={row} onDo={() => setDoing({ do: 'split', row })} words={t('organisation.split')} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {doing?.do === 'new' && <Create region={region.code} onClose={() => setDoing(undefined)} />}
      {doing && doing.do !== 'new' && (
        <Change
          key={`${doing.do} ${doing.row.department}`}
          region={region.code}
          rows={rows}
          doing={doing}
          onClose={() => setDoing(undefined)}
        />
      )}
    </Sheet>
  );
}

function Act({ row, words, onDo }: { row: OrganisationRow; words: string; onDo: () => void }) {
  const text = useText();
  return (
    <Button size="small" onClick={onDo} aria-label={`${words} ${text(row.name)}`}>
      {words}
    </Button>
  );
}

interface ChangeProps {
  region: string;
  rows: OrganisationRow[];
  doing: Extract<Doing, { row: OrganisationRow }>;
  onClose: () => void;
}

function Change({ region, rows, doing, onClose }: ChangeProps) {
  const { t } = useTranslation();
  const text = useText();
  const { row } = doing;
  const change = useChangeOrganisation(region);
  const create = useCreateOrganisation(region);
  const affected = useOrganisationAffected(region, row.department);
  const [name, setName] = useState(doing.do === 'rename' ? row.name['zh-CN'] : '');
  const [en, setEn] = useState(doing.do === 'rename' ? (row.name.en ?? '') : '');
  const [into, setInto] = useState('');
  const others = rows.filter(({ department, successor }) => department !== row.department && successor === undefined);
  const ready = doing.do === 'merge' ? into !== '' : name.trim() !== '';
  const done = (words: string) => ({
    onSuccess: () => {
      showToast(words);
      onClose();
    },
  });
  const named = { 'zh-CN': name.trim(), ...(en.trim() ? { en: en.trim() } : {}) };
  const go = () => {
    const { department } = row;
    if (doing.do === 'rename') change.mutate({ department, name: named }, done(t('organisation.renamed', { name: name.trim() })));
    if (doing.do === 'merge')
      change.mutate(
        { department, successor: into },
        done(t('organisation.merged.done', { name: text(row.name), into: text(others.find((one) => one.department === into)?.name) })),
      );
    if (doing.do === 'split') create.mutate({ name: named, from: department }, done(t('organisation.split.done', { name: name.trim() })));
  };
  return (
    <Modal
      open
      width={640}
      title={t(`organisation.${doing.do}.of`, { name: text(row.name) })}
      okText={t(`organisation.${doing.do}`)}
      okButtonProps={{ disabled: !ready || !affected.data }}
      cancelText={t('ui.cancel')}
      confirmLoading={change.isPending || create.isPending}
      onCancel={onClose}
      onOk={go}
    >
      <div className="form-stack">
        {doing.do === 'merge' ? (
          <label className="data-choice">
            <span>{t('organisation.into')}</span>
            <select value={into} onChange={(event) => setInto(event.target.value)}>
              <option value="">{t('organisation.into.choose')}</option>
              {others.map((one) => (
                <option key={one.department} value={one.department}>
                  {text(one.name)}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <Names name={name} en={en} onName={setName} onEn={setEn} />
        )}
        <section aria-label={t('organisation.affected')}>
          <h3>{t('organisation.affected')}</h3>
          {affected.error && <FailedState problem={problemOf(affected.error)} onRetry={() => void affected.refetch()} />}
          {!affected.data && !affected.error && <Skeleton lines={4} />}
          {affected.data && <Affected affected={affected.data} />}
        </section>
        <p className="hint">{t(`organisation.${doing.do}.words`)}</p>
        <Refused error={change.error ?? create.error} />
      </div>
    </Modal>
  );
}

function Names({ name, en, onName, onEn }: { name: string; en: string; onName: (name: string) => void; onEn: (en: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Entry label={t('organisation.name')}>
        {(ids) => <Input {...ids} maxLength={60} value={name} onChange={(event) => onName(event.target.value)} />}
      </Entry>
      <Entry label={t('organisation.name.en')}>
        {(ids) => <Input {...ids} maxLength={120} value={en} onChange={(event) => onEn(event.target.value)} />}
      </Entry>
    </>
  );
}

const counts = ['tasks', 'people', 'forms', 'resources', 'grants'] as const;

function Affected({ affected }: { affected: OrganisationAffected }) {
  const { t } = useTranslation();
  const text = useText();
  const clones = affected.scenarios.filter(({ clone }) => clone !== undefined).length;
  return (
    <>
      <dl className="gallery-figures">
        <div>
          <dt>{t('organisation.count.scenarios')}</dt>
          <dd>
            <b>{affected.scenarios.length}</b>
          </dd>
        </div>
        <div>
          <dt>{t('organisation.count.clones')}</dt>
          <dd>
            <b>{clones}</b>
          </dd>
        </div>
        {counts.map((count) => (
          <div key={count}>
            <dt>{t(`organisation.count.${count}`)}</dt>
            <dd>
              <b>{affected[count]}</b>
            </dd>
          </div>
        ))}
      </dl>
      <ul className="gallery-rows organisation-scenarios">
        {affected.scenarios.map((scenario) => (
          <li key={scenario.id}>
            {text(scenario.name)} {scenario.steps > 0 && <span className="hint">{t('organisation.steps', { count: scenario.steps })}</span>}{' '}
            {scenario.live && <Chip tone="done">{t('upgrade.live')}</Chip>}{' '}
            {scenario.clone && <Chip>{t('organisation.clone', { of: text(scenario.clone) })}</Chip>}
          </li>
        ))}
      </ul>
      {affected.merged.length > 0 && (
        <p className="hint">{t('organisation.follows', { names: affected.merged.map((name) => text(name)).join(t('flow.listComma')) })}</p>
      )}
    </>
  );
}

function Create({ region, onClose }: { region: string; onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateOrganisation(region);
  const [name, setName] = useState('');
  const [en, setEn] = useState('');
  const [code, setCode] = useState('');
  return (
    <Modal
      open
      title={t('organisation.new')}
      okText={t('organisation.new.go')}
      okButtonProps={{ disabled: name.trim() === '' }}
      cancelText={t('ui.cancel')}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={() =>
        create.mutate(
          {
            name: { 'zh-CN': name.trim(), ...(en.trim() ? { en: en.trim() } : {}) },
            ...(code.trim() ? { department: code.trim() } : {}),
          },
          {
            onSuccess: () => {
              showToast(t('organisation.split.done', { name: name.trim() }));
              onClose();
            },
          },
        )
      }
    >
      <div className="form-stack">
        <Names name={name} en={en} onName={setName} onEn={setEn} />
        <Entry label={t('organisation.code')} hint={t('organisation.code.hint')}>
          {(ids) => <Input {...ids} maxLength={32} autoCapitalize="none" value={code} onChange={(event) => setCode(event.target.value)} />}
        </Entry>
        <Refused error={create.error} />
      </div>
    </Modal>
  );
}
