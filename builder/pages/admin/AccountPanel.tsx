/** One account: name, roles, password, disabled or not. Every part is saved by itself, so that one refusal loses nothing of the others. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Account, AccountChange } from '../../../schemas/generated/api.ts';
import { useChangeAccount, useOrganisations } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { showToast } from '../../ui/toast.tsx';
import { GrantRows } from './GrantRows.tsx';
import { grantDrafts, grantInputs, grantProblems, sameGrants } from './grants.ts';
import { PasswordEntry } from './PasswordEntry.tsx';
import { useProblemText } from './problem-text.ts';
import { adminRegions } from './region.ts';

export function AccountPanel({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const me = session?.account.id === account.id;
  return (
    <div className="account-panel">
      <NamePart account={account} />
      {me ? (
        <p className="hint">{t('admin.account.me')}</p>
      ) : (
        <>
          <GrantsPart account={account} />
          <DisabledPart account={account} />
        </>
      )}
      <PasswordPart account={account} />
    </div>
  );
}

/** Saves one part and says in words what happened, or what was refused. */
function useSave(account: Account) {
  const change = useChangeAccount();
  const problemText = useProblemText();
  const [problem, setProblem] = useState<string>();
  const save = async (
    changes: AccountChange,
    words: string,
    undo?: { label: string; changes: AccountChange; words: string },
  ): Promise<boolean> => {
    setProblem(undefined);
    try {
      await change.mutateAsync({ id: account.id, changes });
      showToast(words, undo && { label: undo.label, run: () => void save(undo.changes, undo.words) });
      return true;
    } catch (cause) {
      setProblem(problemText(problemOf(cause)));
      return false;
    }
  };
  return { save, problem, saving: change.isPending };
}

function Part({ title, problem, children }: { title: string; problem: string | undefined; children: ReactNode }) {
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

function NamePart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [name, setName] = useState(account.name);
  const { save, problem, saving } = useSave(account);
  return (
    <Part title={t('admin.account.person')} problem={problem}>
      <form
        className="native inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save({ name: name.trim() }, t('admin.account.renamed', { name: name.trim() }));
        }}
      >
        <label>
          <span>{t('admin.account.name')}</span>
          <input value={name} maxLength={100} required onChange={(event) => setName(event.target.value)} />
        </label>
        <Button htmlType="submit" loading={saving} disabled={name.trim() === '' || name.trim() === account.name}>
          {t('admin.save')}
        </Button>
      </form>
    </Part>
  );
}

function GrantsPart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const organisations = useOrganisations();
  const [grants, setGrants] = useState(() => grantDrafts(account));
  const [tried, setTried] = useState(false);
  const { save, problem, saving } = useSave(account);
  const submit = () => {
    setTried(true);
    if (grantProblems(grants).some(Boolean)) return;
    void save({ grants: grantInputs(grants) }, t('admin.account.grantsSaved', { name: account.name }));
  };
  return (
    <Part title={t('admin.account.grants')} problem={problem}>
      <GrantRows
        grants={grants}
        onChange={setGrants}
        regions={adminRegions(session?.grants ?? [])}
        organisations={organisations.data ?? []}
        tried={tried}
      />
      <p className="hint">{t('admin.account.grantsHint')}</p>
      <Button type="primary" onClick={submit} loading={saving} disabled={sameGrants(grants, grantDrafts(account))}>
        {t('admin.account.saveGrants')}
      </Button>
    </Part>
  );
}

function DisabledPart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { save, problem, saving } = useSave(account);
  const to = (disabled: boolean) => t(disabled ? 'admin.account.disabledSaid' : 'admin.account.enabledSaid', { name: account.name });
  const flip = (disabled: boolean) =>
    save({ disabled }, to(disabled), { label: t('admin.undo'), changes: { disabled: !disabled }, words: to(!disabled) });
  return (
    <Part title={t('admin.account.access')} problem={problem}>
      <p className="hint">{t(account.disabled ? 'admin.account.disabledHint' : 'admin.account.enabledHint')}</p>
      <Button danger={!account.disabled} loading={saving} onClick={() => void flip(!account.disabled)}>
        {t(account.disabled ? 'admin.account.enable' : 'admin.account.disable')}
      </Button>
    </Part>
  );
}

function PasswordPart({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const { save, problem, saving } = useSave(account);
  return (
    <Part title={t('admin.account.reset')} problem={problem}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save({ password }, t('admin.account.resetSaid', { name: account.name }));
        }}
      >
        <PasswordEntry id="reset" value={password} onChange={setPassword} />
        <Button htmlType="submit" loading={saving} disabled={password === ''}>
          {t('admin.account.resetDo')}
        </Button>
      </form>
    </Part>
  );
}
