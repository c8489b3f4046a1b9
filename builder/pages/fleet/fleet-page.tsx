/** Every clone of a template: where it stands, what holds it up, and how the release goes out to them. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { FleetPage as Fleet, FleetConflict, FleetRow } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useFleet, useFleetComment } from '../../api/fleet.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { shortDate } from '../studio/dates.ts';
import { Refused } from '../upgrade/refused.tsx';
import '../data/pages.css';
import '../gallery/gallery.css';
import '../studio/scenario-list.css';
import '../upgrade/upgrade.css';
import { Waves } from './waves.tsx';

const tones: Record<FleetRow['blockedBy'], Tone> = {
  nothing: 'done',
  wave: 'idle',
  conflicts: 'amber',
  checks: 'red',
  postponed: 'stopped',
  declined: 'stopped',
  notBegun: 'idle',
  notPublished: 'going',
  cut: 'idle',
};

export function FleetPage() {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { template = '' } = useParams();
  const { data, error, isPending, refetch } = useFleet(template);
  return (
    <Page
      title={data ? t('fleet.title', { template: text(data.template.name) }) : t('fleet')}
      titles={[t('fleet')]}
      lead={data && t('fleet.at', { when: shortDate(data.at, i18n.language) })}
    >
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to={`/studio/gallery/${encodeURIComponent(template)}`}>{t('fleet.template')}</Link>
        <Link to="/studio/proposals?side=received">{t('proposal.side.received')}</Link>
      </nav>
      {isPending && <Skeleton lines={10} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.rows.length === 0 && <EmptyState title={t('fleet.none')}>{t('fleet.none.words')}</EmptyState>}
      {data && data.rows.length > 0 && (
        <>
          <Totals page={data} />
          <Waves template={template} page={data} />
          <Clones template={template} page={data} />
        </>
      )}
    </Page>
  );
}

function Totals({ page }: { page: Fleet }) {
  const { t } = useTranslation();
  const kinds = ['clones', 'current', 'conflicts', 'blocked', 'running', 'drift'] as const;
  return (
    <dl className="gallery-figures fleet-totals">
      {kinds.map((kind) => (
        <div key={kind}>
          <dt>{t(`fleet.total.${kind}`)}</dt>
          <dd>
            <b>{page.totals[kind]}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Clones({ template, page }: { template: string; page: Fleet }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const wanted = params.get('blocked') ?? '';
  const blocks = [...new Set(page.rows.map(({ blockedBy }) => blockedBy))];
  const rows = page.rows.filter((row) => wanted === '' || row.blockedBy === wanted);
  const waves = page.waves;
  return (
    <Sheet title={t('fleet.rows', { count: rows.length })}>
      <label className="data-choice">
        <span>{t('fleet.filter')}</span>
        <select
          value={wanted}
          onChange={(event) => setParams(event.target.value ? { blocked: event.target.value } : {}, { replace: true })}
        >
          <option value="">{t('gallery.all')}</option>
          {blocks.map((block) => (
            <option key={block} value={block}>
              {t(`fleet.blocked.${block}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="list-scroll">
        <table className="list list-plain">
          <thead>
            <tr>
              <th scope="col">{t('fleet.region')}</th>
              <th scope="col">{t('fleet.version')}</th>
              <th scope="col">{t('fleet.blocked')}</th>
              <th scope="col">{t('fleet.drift')}</th>
              <th scope="col">{t('fleet.conflicts')}</th>
              <th scope="col">{t('fleet.running')}</th>
              {waves && <th scope="col">{t('fleet.wave')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Clone
                key={`${row.region} ${row.scenario}`}
                template={template}
                row={row}
                wave={waves && waves.waves[row.wave ?? -1]?.name}
                waves={waves !== undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

function Clone({ template, row, wave, waves }: { template: string; row: FleetRow; wave: string | undefined; waves: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  const running = Object.entries(row.running).filter(([, count]) => count > 0);
  return (
    <>
      <tr>
        <th scope="row">{row.regionName}</th>
        <td>
          {`v${row.version}`} {row.overdue && <Chip tone="red">{t('fleet.overdue')}</Chip>}
        </td>
        <td>
          <Chip tone={tones[row.blockedBy]}>{t(`fleet.blocked.${row.blockedBy}`)}</Chip>
          {row.answer && <p className="hint">{row.answer.reason}</p>}
          {row.failedCases?.map((name) => (
            <p key={text(name)} className="hint">
              {text(name)}
            </p>
          ))}
        </td>
        <td>{row.drift}</td>
        <td>
          {row.conflictList.length > 0 ? (
            <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('fleet.conflicts.open', { count: row.conflicts })}
            </Button>
          ) : (
            row.conflicts
          )}
        </td>
        <td>{running.map(([version, count]) => t('fleet.running.row', { version, count })).join(t('flow.listComma')) || '0'}</td>
        {waves && <td>{wave ?? t('fleet.wave.rest')}</td>}
      </tr>
      {open && (
        <tr>
          <td colSpan={waves ? 7 : 6}>
            <ul className="upgrade-items">
              {row.conflictList.map((conflict) => (
                <Conflict key={conflict.key} template={template} row={row} conflict={conflict} />
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  );
}

/** The publisher can say something to a county about what it is stuck at. */
function Conflict({ template, row, conflict }: { template: string; row: FleetRow; conflict: FleetConflict }) {
  const { t } = useTranslation();
  const text = useText();
  const send = useFleetComment(template, row.region, row.scenario);
  const [words, setWords] = useState('');
  return (
    <li className="upgrade-item">
      <p>
        {text(conflict.sentence)} <span className="hint">{t('upgrade.comments', { count: conflict.comments })}</span>
      </p>
      <form
        className="upgrade-edit"
        onSubmit={(event) => {
          event.preventDefault();
          if (words.trim()) send.mutate({ words: words.trim(), key: conflict.key }, { onSuccess: () => setWords('') });
        }}
      >
        <Input
          value={words}
          maxLength={1000}
          aria-label={t('fleet.comment', { region: row.regionName })}
          placeholder={t('fleet.comment', { region: row.regionName })}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button size="small" htmlType="submit" loading={send.isPending} disabled={words.trim() === ''}>
          {t('upgrade.comments.send')}
        </Button>
      </form>
      <Refused error={send.error} />
    </li>
  );
}
