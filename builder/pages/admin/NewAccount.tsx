/** Opening an account: who it is, what the person may do, and a first password to hand over. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account } from '../../../schemas/generated/api.ts';
import { useCreateAccount, useOrganisations } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { GrantRows } from './GrantRows.tsx';
import { type GrantDraft, grantInputs, grantProblems } from './grants.ts';
import { PasswordEntry } from './PasswordEntry.tsx';
import { makePassword, secureRandom } from './password.ts';
import { useProblemText } from './problem-text.ts';
import { adminRegions, useAdminRegion } from './region.ts';

export function NewAccount({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const region = useAdminRegion();
  const organisations = useOrganisations();
  const create = useCreateAccount();
  const problemText = useProblemText();
  const [name, setName] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState(() => makePassword(secureRandom));
  const [grants, setGrants] = useState<GrantDraft[]>(() => [{ key: 'first', region: region.code, role: 'officer', department: '' }]);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [made, setMade] = useState<Account>();

  const submit = async () => {
    setTried(true);
    setProblem(undefined);
    if (name.trim() === '' || !/^[a-z0-9][a-z0-9._-]{1,63}$/.test(username)) return setProblem(t('admin.new.needed'));
    if (grants.length === 0) return setProblem(t('admin.new.needsGrant'));
    if (grantProblems(grants).some(Boolean)) return;
    try {
      setMade(await create.mutateAsync({ name: name.trim(), username, password, grants: grantInputs(grants) }));
    } catch (cause) {
      setProblem(problemText(problemOf(cause)));
    }
  };

  if (made) return <HandOver account={made} password={password} onDone={onDone} />;
  return (
    <form
      className="account-panel"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="native stacked">
        <label>
          <span>{t('admin.account.name')}</span>
          <input value={name} maxLength={100} aria-required autoComplete="off" onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          <span>{t('admin.account.username')}</span>
          <input
            value={username}
            maxLength={64}
            aria-required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-describedby="username-hint"
            onChange={(event) => setUsername(event.target.value.trim().toLowerCase())}
          />
        </label>
        <p id="username-hint" className="hint">
          {t('admin.account.usernameHint')}
        </p>
      </div>
      <section className="part">
        <h2>{t('admin.account.grants')}</h2>
        <GrantRows
          grants={grants}
          onChange={setGrants}
          regions={adminRegions(session?.grants ?? [])}
          organisations={organisations.data ?? []}
          tried={tried}
        />
      </section>
      <section className="part">
        <h2>{t('admin.password.first')}</h2>
        <PasswordEntry id="first-password" value={password} onChange={setPassword} />
      </section>
      <Button type="primary" htmlType="submit" loading={create.isPending}>
        {t('admin.new.open')}
      </Button>
    </form>
  );
}

/** The password is told here and nowhere else, so the panel stays until the administrator is done with it. */
function HandOver({ account, password, onDone }: { account: Account; password: string; onDone(): void }) {
  const { t } = useTranslation();
  return (
    <div className="account-panel" role="status">
      <p>{t('admin.new.opened', { name: account.name })}</p>
      <dl className="hand-over">
        <dt>{t('admin.account.username')}</dt>
        <dd>{account.username}</dd>
        <dt>{t('admin.password.first')}</dt>
        <dd>{password}</dd>
      </dl>
      <Button type="primary" onClick={onDone}>
        {t('admin.new.done')}
      </Button>
    </div>
  );
}
