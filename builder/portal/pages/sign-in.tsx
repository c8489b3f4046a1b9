import { type FormEvent, useLayoutEffect, useState } from 'react';
import { problemOf } from '../../api/client.ts';
import { usePortal } from '../context.tsx';
import { Heading } from '../parts/layout.tsx';

/** Shown in place of a page that needs a person; the page is there again afterwards, with what was typed. */
export function SignInPage({ ended = false }: { ended?: boolean }) {
  const { w, signIn } = usePortal();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  // Afterwards the title and the focus are where they were.
  useLayoutEffect(() => {
    if (!ended) return;
    const { title, activeElement } = document;
    return () => {
      document.title = title;
      if (activeElement instanceof HTMLElement) requestAnimationFrame(() => activeElement.focus());
    };
  }, [ended]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signIn(username.trim(), password);
    } catch (cause) {
      const problem = problemOf(cause);
      setError(
        problem.status === 401 || problem.status === 422
          ? w.signInFailed
          : (problem.detail ?? problem.title ?? (problem.status === 0 ? w.offline : w.problem)),
      );
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Heading error={error !== undefined}>{w.signInTitle}</Heading>
      {ended && <p className="notice">{w.sessionEnded}</p>}
      {error && (
        <p className="error" role="alert">
          {w.errorPrefix}
          {error}
        </p>
      )}
      <div className="question">
        <label className="label" htmlFor="username">
          {w.username}
        </label>
        <input
          id="username"
          autoComplete="username"
          autoCapitalize="none"
          value={username}
          onChange={(event) => setUsername(event.target.value)}
        />
      </div>
      <div className="question">
        <label className="label" htmlFor="password">
          {w.password}
        </label>
        <input
          id="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      <button type="submit" className="primary" disabled={busy}>
        {w.signIn}
      </button>
    </form>
  );
}
