/** /admin/hosts: what connections of the region may reach. Adding and removing are saved at once, each with a way back. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostEntry, HostList } from '../../../schemas/generated/api.ts';
import { useHosts, useSaveHosts } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { localMinute } from '../work/times.ts';
import { hostOf } from './host-name.ts';
import { useProblemText } from './problem-text.ts';
import { useAdminRegion } from './region.ts';
import { StaleNotice } from './StaleNotice.tsx';

export function HostsPage() {
  const region = useAdminRegion();
  const { data, error, refetch } = useHosts(region.code);
  if (!data) return error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={6} />;
  return <HostDesk list={data} reload={async () => void (await refetch())} />;
}

const entries = (list: HostList): HostEntry[] => list.hosts.map(({ host, note }) => ({ host, ...(note ? { note } : {}) }));

function HostDesk({ list, reload }: { list: HostList; reload(): Promise<void> }) {
  const { t } = useTranslation();
  const save = useSaveHosts(list.region);
  const problemText = useProblemText();
  const [stale, setStale] = useState<string>();
  const [problem, setProblem] = useState<string>();

  const put = async (rev: number, hosts: HostEntry[], words: string, back?: HostEntry[]): Promise<boolean> => {
    setProblem(undefined);
    try {
      const saved = await save.mutateAsync({ rev, hosts });
      setStale(undefined);
      showToast(words, back && { label: t('admin.undo'), run: () => void put(saved.rev, back, t('admin.host.undone')) });
      return true;
    } catch (cause) {
      const refused = problemOf(cause);
      if (refused.status === 409) setStale(problemText(refused));
      else setProblem(problemText(refused));
      return false;
    }
  };
  const now = entries(list);
  const remove = (host: string) =>
    void put(
      list.rev,
      now.filter((entry) => entry.host !== host),
      t('admin.host.removed', { host }),
      now,
    );

  return (
    <section className="sheet" aria-labelledby="hosts-title">
      <h2 id="hosts-title">{t('admin.hosts.title')}</h2>
      <p className="hint">{t('admin.hosts.words')}</p>
      {stale && (
        <StaleNotice
          words={stale}
          onReload={() => {
            setStale(undefined);
            void reload();
          }}
        />
      )}
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <AddHost
        known={now.map(({ host }) => host)}
        busy={save.isPending}
        onAdd={(entry) => put(list.rev, [...now, entry], t('admin.host.added', { host: entry.host }), now)}
      />
      {list.hosts.length === 0 ? (
        <p className="hint">{t('admin.hosts.none')}</p>
      ) : (
        <div className="admin-table-place plain">
          <table className="admin-table">
            <thead>
              <tr>
                <th scope="col">{t('admin.host.name')}</th>
                <th scope="col">{t('admin.host.note')}</th>
                <th scope="col">{t('admin.host.addedBy')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('admin.remove')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.hosts.map((row) => (
                <tr key={row.host}>
                  <td className="main host">{row.host}</td>
                  <td data-label={t('admin.host.note')}>{row.note}</td>
                  <td data-label={t('admin.host.addedBy')}>
                    {row.addedBy} <span className="hint number">{localMinute(row.addedAt)}</span>
                  </td>
                  <td>
                    <Button
                      onClick={() => remove(row.host)}
                      disabled={save.isPending}
                      aria-label={t('admin.host.remove', { host: row.host })}
                    >
                      {t('admin.remove')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** What is typed stays until the server has it: a refusal loses nothing. */
function AddHost({ known, busy, onAdd }: { known: string[]; busy: boolean; onAdd(entry: HostEntry): Promise<boolean> }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const submit = async () => {
    const host = hostOf(typed);
    const wrong = !host ? t('admin.host.wrong') : known.includes(host) ? t('admin.host.twice') : undefined;
    setProblem(wrong);
    if (wrong || !host) return input.current?.focus();
    if (!(await onAdd({ host, ...(note.trim() ? { note: note.trim() } : {}) }))) return;
    setTyped('');
    setNote('');
    input.current?.focus();
  };
  return (
    <form
      className="native inline-form add-host"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label>
        <span>{t('admin.host.name')}</span>
        <input
          ref={input}
          value={typed}
          maxLength={400}
          autoCapitalize="none"
          spellCheck={false}
          aria-required
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem ? 'host-problem' : 'host-hint'}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <label>
        <span>{t('admin.host.note')}</span>
        <input value={note} maxLength={200} onChange={(event) => setNote(event.target.value)} />
      </label>
      <Button type="primary" htmlType="submit" loading={busy}>
        {t('admin.host.add')}
      </Button>
      {problem ? (
        <p id="host-problem" className="field-problem" role="alert">
          {problem}
        </p>
      ) : (
        <p id="host-hint" className="hint">
          {t('admin.host.hint')}
        </p>
      )}
    </form>
  );
}
