/** One connection: does it answer, its secret, its particulars, and letting it go. */
import { App, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ConnectionView, ImportTurn } from '../../../../schemas/generated/api.ts';
import type { Connection } from '../../../../schemas/generated/documents.ts';
import { problemOf } from '../../../api/client.ts';
import { useDeleteConnection, useSaveConnection, useSaveSecret } from '../../../api/connections.ts';
import { localMinute } from '../../../data/times.ts';
import { useText } from '../../../i18n/use-text.ts';
import { showToast } from '../../../ui/toast.tsx';
import { useProblemText } from '../problem-text.ts';
import { useAdminRegion } from '../region.ts';
import { StaleNotice } from '../StaleNotice.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import { TestPart } from './TestPart.tsx';

interface Props {
  view: ConnectionView;
  reload(): void;
  /** Saved a moment ago: the secret is what comes next. */
  fresh: boolean;
  onGone(): void;
}

export function ConnectionPanel({ view, reload, fresh, onGone }: Props) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="account-panel">
      {fresh && view.secret.state === 'missing' && <p role="status">{t('connections.fresh')}</p>}
      <TestPart view={view} />
      {view.secret.state !== 'notNeeded' && <SecretPart view={view} />}
      {view.turn && <TurnPart turn={view.turn} />}
      <SettingsPart key={view.rev} view={view} reload={reload} />
      <Part title={t('connections.usedBy')}>
        {view.resources.length === 0 ? (
          <p className="hint">{t('connections.unused')}</p>
        ) : (
          <ul>
            {view.resources.map(({ id, name }) => (
              <li key={id}>{text(name)}</li>
            ))}
          </ul>
        )}
      </Part>
      <DeletePart view={view} onGone={onGone} />
    </div>
  );
}

export function Part({ title, problem, children }: { title: string; problem?: string; children: ReactNode }) {
  return (
    <section className="part">
      <h2>{title}</h2>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      {children}
    </section>
  );
}

/** When the file comes next, and what came of the last time. */
function TurnPart({ turn }: { turn: ImportTurn }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Part title={t('connections.turn')} problem={turn.words && text(turn.words)}>
      <dl className="facts">
        <div>
          <dt>{t('connections.turn.next')}</dt>
          <dd>{localMinute(turn.nextAt)}</dd>
        </div>
        <div>
          <dt>{t('connections.turn.last')}</dt>
          <dd>
            {turn.lastAt
              ? `${localMinute(turn.lastAt)} ${t(turn.failed ? 'connections.turn.failed' : 'connections.turn.done')}`
              : t('connections.turn.never')}
          </dd>
        </div>
      </dl>
      {turn.import && <Link to={`/studio/data/imports/${turn.import}`}>{t('connections.turn.open')}</Link>}
    </Part>
  );
}

function SettingsPart({ view, reload }: { view: ConnectionView; reload(): void }) {
  const { t } = useTranslation();
  const region = useAdminRegion();
  const save = useSaveConnection(region.code, view.connection.id);
  const problemText = useProblemText();
  const [problem, setProblem] = useState<string>();
  const [stale, setStale] = useState<string>();
  const submit = async (connection: Connection) => {
    setProblem(undefined);
    try {
      await save.mutateAsync({ rev: view.rev, connection });
      showToast(t('connections.saved', { name: connection.name['zh-CN'] }));
    } catch (cause) {
      const refused = problemOf(cause);
      if (refused.status === 409) setStale(problemText(refused));
      else setProblem(problemText(refused));
    }
  };
  return (
    <Part title={t('connections.settings')}>
      {stale && (
        <StaleNotice
          words={stale}
          onReload={() => {
            setStale(undefined);
            reload();
          }}
        />
      )}
      <SettingsForm
        start={view.connection}
        problem={problem}
        saving={save.isPending}
        label={t('connections.save')}
        onSave={(connection) => void submit(connection)}
      />
    </Part>
  );
}

const hours = [0, 24, 72, 168] as const;

/** What was set is never shown again; the old one may go on for a while, so that both sides need not change at one moment. */
function SecretPart({ view }: { view: ConnectionView }) {
  const { t } = useTranslation();
  const region = useAdminRegion();
  const save = useSaveSecret(region.code, view.connection.id);
  const problemText = useProblemText();
  const [value, setValue] = useState('');
  const [keep, setKeep] = useState<number>(24);
  const [problem, setProblem] = useState<string>();
  const { state, setAt, oldUntil } = view.secret;
  const submit = async () => {
    setProblem(undefined);
    try {
      await save.mutateAsync({ value, keepOldHours: state === 'set' ? keep : 0 });
      setValue('');
      showToast(t('connections.secret.saved'));
    } catch (cause) {
      setProblem(problemText(problemOf(cause)));
    }
  };
  return (
    <Part title={t('connections.secret')} problem={problem}>
      <p className="hint" id="secret-state">
        {state === 'missing'
          ? t('connections.secret.missing.words')
          : t('connections.secret.set.words', { at: setAt ? localMinute(setAt) : '' })}
        {oldUntil && ` ${t('connections.secret.oldUntil', { at: localMinute(oldUntil) })}`}
      </p>
      <form
        className="data-form connection-secret"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label>
          <span>{t(state === 'set' ? 'connections.secret.next' : 'connections.secret.value')}</span>
          <input
            type="password"
            autoComplete="new-password"
            value={value}
            maxLength={4000}
            aria-describedby="secret-state"
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        {state === 'set' && (
          <label>
            <span>{t('connections.secret.keep')}</span>
            <select value={keep} onChange={(event) => setKeep(Number(event.target.value))}>
              {hours.map((hour) => (
                <option key={hour} value={hour}>
                  {t(`connections.secret.keep.${hour}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Button htmlType="submit" disabled={value === ''} loading={save.isPending}>
          {t(state === 'set' ? 'connections.secret.change' : 'connections.secret.save')}
        </Button>
      </form>
    </Part>
  );
}

function DeletePart({ view, onGone }: { view: ConnectionView; onGone(): void }) {
  const { t } = useTranslation();
  const text = useText();
  const region = useAdminRegion();
  const { modal } = App.useApp();
  const remove = useDeleteConnection(region.code);
  const problemText = useProblemText();
  const [problem, setProblem] = useState<string>();
  const go = async () => {
    setProblem(undefined);
    try {
      await remove.mutateAsync(view.connection.id);
      showToast(t('connections.deleted', { name: text(view.connection.name) }));
      onGone();
    } catch (cause) {
      setProblem(problemText(problemOf(cause)));
    }
  };
  return (
    <Part title={t('connections.delete')} problem={problem}>
      <p className="hint">{t(view.resources.length > 0 ? 'connections.delete.inUse' : 'connections.delete.words')}</p>
      <Button
        danger
        disabled={view.resources.length > 0}
        loading={remove.isPending}
        onClick={() =>
          modal.confirm({
            title: t('connections.delete.ask', { name: text(view.connection.name) }),
            content: t('connections.delete.words'),
            okText: t('connections.delete'),
            okButtonProps: { danger: true },
            cancelText: t('ui.cancel'),
            onOk: go,
          })
        }
      >
        {t('connections.delete')}
      </Button>
    </Part>
  );
}
