import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { useSession, useSignIn } from '../../api/session.ts';
import { LanguageSwitch } from '../../app/language-switch.tsx';
import { usePageTitle } from '../../ui/page.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import './sign-in.css';

/** Local paths only: an address from outside must not send people away after they sign in. */
const localPath = (to: string | null) => (to && /^\/(?![/\\])/.test(to) ? to : '/');

export function SignInPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const { data: session } = useSession();
  const signIn = useSignIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  usePageTitle([t('session.signIn')]);
  if (session) return <Navigate to={localPath(params.get('to'))} replace />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ username: username.trim(), password });
  };
  return (
    <main className="sign-in">
      <form className="sign-in-sheet" onSubmit={submit} aria-labelledby="sign-in-title">
        <p className="sign-in-mark">
          <span aria-hidden="true">联</span>
          {t('session.product')}
          <small>{t('session.tagline')}</small>
        </p>
        <h1 id="sign-in-title">{t('session.signIn')}</h1>
        <p className="sign-in-lead">{t('session.signIn.lead')}</p>
        {signIn.error && <Alert type="error" showIcon title={words(t, problemOf(signIn.error).status)} role="alert" />}
        <Entry label={t('session.username')}>
          {(ids) => (
            <Input
              {...ids}
              size="large"
              name="username"
              autoComplete="username"
              autoFocus
              required
              value={username}
              onChange={(e) => setUsername(e.target.value)}
            />
          )}
        </Entry>
        <Entry label={t('session.password')}>
          {(ids) => (
            <Input.Password
              {...ids}
              size="large"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
          )}
        </Entry>
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
          {t('session.signIn')}
        </Button>
        <p className="sign-in-foot">
          <a href="/go">{t('session.toPortal')}</a>
          <LanguageSwitch />
        </p>
      </form>
    </main>
  );
}

function words(t: (key: string) => string, status: number): string {
  if (status === 0) return t('ui.offline');
  if (status === 429) return t('session.tooMany');
  return status === 401 || status === 403 || status === 400 || status === 422 ? t('session.wrong') : t('ui.failed');
}
