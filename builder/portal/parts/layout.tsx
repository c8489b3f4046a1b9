/** The frame of every page: skip link, header, one main column. */
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { usePortal } from '../context.tsx';
import { go, useAddress } from '../router.ts';

/** A link inside the portal: a real link, without loading the page anew. */
export function Link({ to, children, className }: { to: string; children: ReactNode; className?: string }) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} onClick={follow} className={className}>
      {children}
    </a>
  );
}

export function Layout({ children }: { children: ReactNode }) {
  const { w, session, signOut, language, setLanguage, elder, setElder } = usePortal();
  return (
    <>
      <a className="skip" href="#main">
        {w.skip}
      </a>
      <header className="top">
        <div className="column top-row">
          <Link to="/go" className="brand">
            {w.product} <span>{w.home}</span>
          </Link>
          <nav aria-label={w.home}>
            {session && <Link to="/go/c">{w.mine}</Link>}
            <button type="button" className="link" aria-pressed={elder} onClick={() => setElder(!elder)}>
              {elder ? w.standard : w.elder}
            </button>
            <button
              type="button"
              className="link"
              lang={language === 'en' ? 'zh-CN' : 'en'}
              onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
            >
              {w.language}
            </button>
          </nav>
        </div>
        {session && (
          <div className="column who">
            <span>
              {w.actingFor} {session.account.name}
            </span>
            <button type="button" className="link" onClick={() => void signOut().then(() => go('/go'))}>
              {w.signOut}
            </button>
          </div>
        )}
      </header>
      <main id="main" className="column" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** The first page leaves the focus alone: a keyboard starts at the skip link. */
const moved = { yet: false };

/** Title of page and window; takes the focus when the address changes, so that a reader hears where it is. */
export function Heading({ children, error = false }: { children: string; error?: boolean }) {
  const { w } = usePortal();
  const { pathname } = useAddress();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${error ? w.errorPrefix : ''}${children} - ${w.product}`;
  }, [children, error, w]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus moves when the page does
  useEffect(() => {
    if (moved.yet) heading.current?.focus({ preventScroll: true });
    moved.yet = true;
  }, [pathname]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
