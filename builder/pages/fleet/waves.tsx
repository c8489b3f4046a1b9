import { Alert, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FleetPage, WavePlan } from '../../../schemas/generated/api.ts';
import { usePlanWaves, useWave } from '../../api/fleet.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { shortDate } from '../studio/dates.ts';
import { Refused } from '../upgrade/refused.tsx';
import { inWaves } from './in-waves.ts';

const tones: Record<WavePlan['status'], Tone> = { planned: 'idle', running: 'going', paused: 'stopped', stopped: 'red', done: 'done' };

/** 分批发布: first a few, then more; stopped by itself when cases fail. */
export function Waves({ template, page }: { template: string; page: FleetPage }) {
  const { t } = useTranslation();
  const newest = page.releases[0];
  const plan = page.waves;
  if (plan) return <Plan template={template} page={page} plan={plan} />;
  if (!newest || page.rows.every((row) => row.newest)) return null;
  return (
    <Sheet title={t('waves.title')} note={t('waves.words')}>
      <Planning template={template} page={page} version={newest.version} />
    </Sheet>
  );
}

function Planning({ template, page, version }: { template: string; page: FleetPage; version: number }) {
  const { t } = useTranslation();
  const save = usePlanWaves(template);
  const [first, setFirst] = useState(Math.max(1, Math.ceil(page.rows.length / 10)));
  const [share, setShare] = useState(5);
  const regions = page.rows.filter((row) => !row.newest && row.blockedBy !== 'cut').map(({ region }) => region);
  const waves = inWaves(regions, first);
  return (
    <form
      className="form-stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          version,
          waves: waves.map((list, index) => ({ name: t('waves.name', { number: index + 1 }), regions: list })),
          rules: { maxIncidentShare: share / 100, minCases: 10, maxFailedChecks: Math.max(1, Math.ceil(regions.length / 10)) },
        });
      }}
    >
      <Entry label={t('waves.first')}>
        {(ids) => (
          <InputNumber {...ids} min={1} max={Math.max(1, regions.length)} value={first} onChange={(value) => setFirst(value ?? 1)} />
        )}
      </Entry>
      <Entry label={t('waves.share')} hint={t('waves.share.hint')}>
        {(ids) => <InputNumber {...ids} min={1} max={100} value={share} onChange={(value) => setShare(value ?? 5)} />}
      </Entry>
      <p>{t('waves.preview', { waves: waves.map((list) => list.length).join(' + ') })}</p>
      <Refused error={save.error} />
      <p>
        <Button type="primary" htmlType="submit" loading={save.isPending} disabled={regions.length === 0}>
          {t('waves.plan', { version })}
        </Button>
      </p>
    </form>
  );
}

function Plan({ template, page, plan }: { template: string; page: FleetPage; plan: WavePlan }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const act = useWave(template, plan.version);
  const [reason, setReason] = useState('');
  const names = new Map(page.rows.map(({ region, regionName }) => [region, regionName]));
  const next = plan.waves.findIndex(({ opened }) => !opened);
  const going = plan.status === 'planned' || plan.status === 'running';
  return (
    <Sheet
      title={t('waves.of', { version: plan.version })}
      actions={
        <>
          {going && next !== -1 && (
            <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ rev: plan.rev, action: 'next' })}>
              {t('waves.next', { name: plan.waves[next]!.name })}
            </Button>
          )}
          {plan.status === 'running' && (
            <Button loading={act.isPending} onClick={() => act.mutate({ rev: plan.rev, action: 'pause' })}>
              {t('waves.pause')}
            </Button>
          )}
          {plan.status === 'paused' && (
            <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ rev: plan.rev, action: 'resume' })}>
              {t('waves.resume')}
            </Button>
          )}
        </>
      }
    >
      <p className="data-chips" role="status">
        <Chip tone={tones[plan.status]}>{t(`waves.status.${plan.status}`)}</Chip>
      </p>
      {plan.stopped && <Alert type="error" showIcon role="alert" title={text(plan.stopped)} />}
      <Refused error={act.error} />
      <ol className="gallery-rows">
        {plan.waves.map((wave) => (
          <li key={wave.name}>
            <b>{wave.name}</b> <Chip tone={wave.opened ? 'going' : 'idle'}>{t(wave.opened ? 'waves.opened' : 'waves.waiting')}</Chip>{' '}
            {t('waves.progress', { upgraded: wave.upgraded, live: wave.live, all: wave.regions.length })}
            <p className="hint">
              {wave.regions
                .map((region) => names.get(region) ?? '')
                .filter(Boolean)
                .join(t('flow.listComma'))}
            </p>
          </li>
        ))}
      </ol>
      {plan.status === 'running' && (
        <form
          className="upgrade-edit"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) act.mutate({ rev: plan.rev, action: 'stop', reason: reason.trim() });
          }}
        >
          <Input
            value={reason}
            maxLength={300}
            aria-label={t('waves.stop.reason')}
            placeholder={t('waves.stop.reason')}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button danger htmlType="submit" disabled={reason.trim() === ''} loading={act.isPending}>
            {t('waves.stop')}
          </Button>
        </form>
      )}
      <details className="gallery-demands">
        <summary>{t('waves.steps', { count: plan.steps.length })}</summary>
        <ul className="gallery-rows">
          {plan.steps.map((step) => (
            <li key={`${step.at} ${step.action}`}>
              {text(step.words)} <span className="hint">{`${step.by} · ${shortDate(step.at, i18n.language)}`}</span>
            </li>
          ))}
        </ul>
      </details>
    </Sheet>
  );
}
