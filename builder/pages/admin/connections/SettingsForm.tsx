/** Particulars of a connection by its kind. What is typed stays here until it is saved; problems are told when somebody tried. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionAuth, HttpConnection, SqlConnection } from '../../../../schemas/generated/documents.ts';
import { authKinds, authOf, connectionProblems } from './connection-draft.ts';
import { Input, type Problems } from './inputs.tsx';
import { QueriesEntry } from './QueriesEntry.tsx';
import { SourceEntry } from './SourceEntry.tsx';

interface Props {
  start: Connection;
  problem: string | undefined;
  saving: boolean;
  label: string;
  onSave(connection: Connection): void;
}

export function SettingsForm({ start, problem, saving, label, onSave }: Props) {
  const { t } = useTranslation();
  const [connection, setConnection] = useState(start);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = tried ? connectionProblems(connection) : {};
  const submit = () => {
    setTried(true);
    if (Object.keys(connectionProblems(connection)).length === 0) return onSave(connection);
    // The first wrong entry is marked by the drawing that follows.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const set = (next: Connection) => setConnection(next);
  return (
    <form
      ref={form}
      className="data-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <Input
        name="name"
        label={t('connections.name')}
        hint={t('connections.name.hint')}
        value={connection.name['zh-CN']}
        maxLength={100}
        problems={problems}
        onChange={(value) => set({ ...connection, name: { ...connection.name, 'zh-CN': value } })}
      />
      {connection.kind === 'http' && <HttpEntries connection={connection} problems={problems} onChange={set} />}
      {connection.kind === 'sql' && <SqlEntries connection={connection} problems={problems} onChange={set} />}
      {connection.kind === 'ingest' && (
        <Input
          name="app"
          label={t('connections.app')}
          value={connection.auth.app}
          maxLength={64}
          problems={problems}
          onChange={(app) => set({ ...connection, auth: { ...connection.auth, app } })}
        />
      )}
      {connection.kind === 'batch' && (
        <SourceEntry connection={connection} problems={problems} onChange={(source) => set({ ...connection, source })} />
      )}
      <Button type="primary" htmlType="submit" loading={saving} disabled={connection === start && start.name['zh-CN'] !== ''}>
        {label}
      </Button>
    </form>
  );
}

interface EntriesProps<C> {
  connection: C;
  problems: Problems;
  onChange(connection: C): void;
}

function HttpEntries({ connection, problems, onChange }: EntriesProps<HttpConnection>) {
  const { t } = useTranslation();
  return (
    <>
      <Input
        name="baseUrl"
        label={t('connections.baseUrl')}
        hint={t('connections.baseUrl.hint')}
        code
        value={connection.baseUrl}
        maxLength={400}
        problems={problems}
        onChange={(baseUrl) => onChange({ ...connection, baseUrl: baseUrl.trim() })}
      />
      <label>
        <span>{t('connections.service')}</span>
        <select
          value={connection.service ?? ''}
          onChange={(event) => {
            const { service: _before, ...rest } = connection;
            const service = event.target.value as NonNullable<HttpConnection['service']> | '';
            onChange(service ? { ...rest, service } : rest);
          }}
        >
          <option value="">{t('connections.service.none')}</option>
          {(['payment', 'courier', 'sms', 'eseal'] as const).map((service) => (
            <option key={service} value={service}>
              {t(`connections.service.${service}`)}
            </option>
          ))}
        </select>
      </label>
      <AuthEntries auth={connection.auth} problems={problems} onChange={(auth) => onChange({ ...connection, auth })} />
      <LimitEntries connection={connection} problems={problems} onChange={(limits) => onChange({ ...connection, ...limits })} />
    </>
  );
}

function AuthEntries({ auth, problems, onChange }: { auth: ConnectionAuth; problems: Problems; onChange(auth: ConnectionAuth): void }) {
  const { t } = useTranslation();
  return (
    <>
      <label>
        <span>{t('connections.auth')}</span>
        <select value={auth.kind} onChange={(event) => onChange(authOf(event.target.value as ConnectionAuth['kind'], auth))}>
          {authKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`connections.auth.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {auth.kind === 'apiKey' && (
        <Input
          name="header"
          label={t('connections.header')}
          code
          value={auth.header}
          maxLength={64}
          problems={problems}
          onChange={(header) => onChange({ ...auth, header: header.trim() })}
        />
      )}
      {auth.kind === 'hmac' && (
        <Input
          name="app"
          label={t('connections.app')}
          value={auth.app}
          maxLength={64}
          problems={problems}
          onChange={(app) => onChange({ ...auth, app })}
        />
      )}
      {auth.kind === 'oauth2' && (
        <>
          <Input
            name="tokenUrl"
            label={t('connections.tokenUrl')}
            code
            value={auth.tokenUrl}
            maxLength={400}
            problems={problems}
            onChange={(tokenUrl) => onChange({ ...auth, tokenUrl: tokenUrl.trim() })}
          />
          <Input
            name="clientId"
            label={t('connections.clientId')}
            code
            value={auth.clientId}
            maxLength={200}
            problems={problems}
            onChange={(clientId) => onChange({ ...auth, clientId })}
          />
          <Input
            name="scope"
            label={t('connections.scope')}
            code
            value={auth.scope ?? ''}
            maxLength={400}
            problems={problems}
            onChange={(scope) => {
              const { scope: _before, ...rest } = auth;
              onChange(scope ? { ...rest, scope } : rest);
            }}
          />
        </>
      )}
    </>
  );
}

type Limits = Pick<HttpConnection, 'timeoutMs' | 'retries' | 'concurrent'>;

function LimitEntries({
  connection,
  problems,
  onChange,
}: {
  connection: Limits;
  problems: Problems;
  onChange(limits: Partial<Limits>): void;
}) {
  const { t } = useTranslation();
  return (
    <div className="connection-limits">
      <Input
        name="timeoutMs"
        number
        label={t('connections.timeout')}
        value={String(connection.timeoutMs)}
        problems={problems}
        onChange={(value) => onChange({ timeoutMs: Number(value) })}
      />
      <Input
        name="retries"
        number
        label={t('connections.retries')}
        value={String(connection.retries)}
        problems={problems}
        onChange={(value) => onChange({ retries: Number(value) })}
      />
      <Input
        name="concurrent"
        number
        label={t('connections.concurrent')}
        value={String(connection.concurrent ?? 8)}
        problems={problems}
        onChange={(value) => onChange({ concurrent: Math.min(64, Math.max(1, Number(value) || 1)) })}
      />
    </div>
  );
}

function SqlEntries({ connection, problems, onChange }: EntriesProps<SqlConnection>) {
  const { t } = useTranslation();
  const text = (name: 'host' | 'database' | 'user', maxLength: number) => (
    <Input
      name={name}
      label={t(`connections.${name}`)}
      code
      value={connection[name]}
      maxLength={maxLength}
      problems={problems}
      onChange={(value) => onChange({ ...connection, [name]: value.trim() })}
    />
  );
  return (
    <>
      <div className="connection-limits">
        {text('host', 255)}
        <Input
          name="port"
          number
          label={t('connections.port')}
          value={String(connection.port)}
          problems={problems}
          onChange={(value) => onChange({ ...connection, port: Number(value) })}
        />
      </div>
      {text('database', 63)}
      {text('user', 63)}
      <p className="hint">{t('connections.user.hint')}</p>
      <label className="tick">
        <input
          type="checkbox"
          checked={connection.tls ?? true}
          onChange={(event) => onChange({ ...connection, tls: event.target.checked })}
        />
        <span>{t('connections.tls')}</span>
      </label>
      <LimitEntries connection={connection} problems={problems} onChange={(limits) => onChange({ ...connection, ...limits })} />
      <QueriesEntry queries={connection.queries} problems={problems} onChange={(queries) => onChange({ ...connection, queries })} />
    </>
  );
}
