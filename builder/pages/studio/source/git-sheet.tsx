import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import type { Repository, RepositoryPull, RepositoryPulled } from '../../../../schemas/generated/api.ts';
import { problemOf } from '../../../api/client.ts';
import { useBind, usePull, usePush, useRepository } from '../../../api/repositories.ts';
import { useExecute, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Sheet } from '../../../ui/page.tsx';
import { FailedState, Skeleton } from '../../../ui/states.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { shortDate } from '../dates.ts';
import { PullDesk } from './pull-desk.tsx';

/** Where the scenario is kept in git; push, and pull with what was changed there as sentences. */
export function GitSheet() {
  const { t } = useTranslation();
  const { id } = useScenarioSession();
  const { data, error, isPending, refetch } = useRepository(id);
  return (
    <Sheet title={t('git.title')} note={t('git.lead')}>
      {isPending && <Skeleton />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.bound && <Syncing repository={data} />}
      {data && (
        <details className="source-binding" open={!data.bound}>
          <summary>{data.bound ? `${data.address} · ${data.branch}` : t('git.address')}</summary>
          <Binding key={data.address} repository={data} />
        </details>
      )}
    </Sheet>
  );
}

function Binding({ repository }: { repository: Repository }) {
  const { t } = useTranslation();
  const { id } = useScenarioSession();
  const bind = useBind(id);
  const [form, setForm] = useState({
    address: repository.address ?? 'https://',
    branch: repository.branch ?? 'main',
    folder: repository.folder ?? '',
    username: repository.username ?? '',
    secret: '',
  });
  const line = (name: keyof typeof form, hint?: string, type?: 'password') => (
    <Entry label={t(`git.${name === 'username' ? 'user' : name}`)} hint={hint}>
      {(ids) => (
        <Input
          {...ids}
          type={type}
          autoComplete={type ? 'new-password' : 'off'}
          value={form[name]}
          onChange={(event) => setForm({ ...form, [name]: event.target.value })}
        />
      )}
    </Entry>
  );
  return (
    <div className="form-stack">
      {bind.error && (
        <Alert type="error" showIcon role="alert" title={problemOf(bind.error).title} description={problemOf(bind.error).detail} />
      )}
      {line('address', t('git.address.hint'))}
      {line('branch')}
      {line('folder', t('git.folder.hint'))}
      {line('username')}
      {line('secret', repository.hasSecret ? t('git.secret.kept') : undefined, 'password')}
      <p className="page-actions">
        <Button
          loading={bind.isPending}
          onClick={() => {
            const { secret, ...place } = form;
            bind.mutate({ ...place, address: place.address.trim(), branch: place.branch.trim(), ...(secret ? { secret } : {}) });
          }}
        >
          {t('git.save')}
        </Button>
        {bind.isSuccess && <span role="status">{t('git.saved')}</span>}
      </p>
    </div>
  );
}

function Syncing({ repository }: { repository: Repository }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { id, autosave, editor } = useScenarioSession();
  const execute = useExecute();
  const push = usePush(id);
  const pull = usePull(id);
  const [message, setMessage] = useState('');
  const [missing, setMissing] = useState(false);
  const problem = push.error ?? pull.error;

  /** The merged draft is on the server; here it becomes one step, so that undo takes all of it back. */
  const take = (pulled: RepositoryPulled) => {
    if (!pulled.package) return;
    const document = pulled.package as unknown as ScenarioPackage;
    autosave.rebase(pulled.rev, document, false);
    if (!execute('document.replace', { document, why: 'pulled' })) editor.replace(document);
  };
  const whenSaved = async (work: () => void) => {
    const state = await autosave.flush();
    if (state.kind === 'saved') work();
  };
  const doPush = () => {
    if (!message.trim()) return setMissing(true);
    pull.reset();
    return void whenSaved(() => push.mutate(message.trim(), { onSuccess: () => setMessage('') }));
  };
  const doPull = (choices: RepositoryPull = {}) => {
    push.reset();
    void whenSaved(() => pull.mutate(choices, { onSuccess: take }));
  };
  const { synced } = repository;
  const conflicts = pull.data?.conflicts ?? [];
  return (
    <div className="form-stack">
      <p className="hint">{synced ? t('git.last', { who: synced.by, when: shortDate(synced.at, i18n.language) }) : t('git.never')}</p>
      {problem && <Alert type="error" showIcon role="alert" title={problemOf(problem).title} description={problemOf(problem).detail} />}
      {push.data && <Alert type="success" showIcon role="status" title={t(push.data.changed ? 'git.pushed' : 'git.pushed.same')} />}
      {pull.data && conflicts.length === 0 && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={pull.data.sentences.length > 0 ? t('git.pulled', { count: pull.data.sentences.length }) : t('git.pulled.none')}
          description={<Sentences list={pull.data.sentences} text={text} />}
        />
      )}
      {conflicts.length > 0 && (
        <PullDesk key={conflicts.map((one) => one.for).join(' ')} id={id} conflicts={conflicts} busy={pull.isPending} onPull={doPull} />
      )}
      <Entry label={t('git.message')} hint={missing && !message.trim() ? t('git.message.missing') : undefined}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            status={missing && !message.trim() ? 'error' : undefined}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
      </Entry>
      <p className="page-actions">
        <Button type="primary" loading={push.isPending} onClick={doPush}>
          {t('git.push')}
        </Button>
        <Button loading={pull.isPending} onClick={() => doPull()}>
          {t('git.pull')}
        </Button>
      </p>
    </div>
  );
}

type Told = RepositoryPulled['sentences'];
function Sentences({ list, text }: { list: Told; text: ReturnType<typeof useText> }) {
  return (
    <ul className="source-findings">
      {list.slice(0, 30).map(({ key, sentence }) => (
        <li key={key}>{text(sentence)}</li>
      ))}
    </ul>
  );
}
