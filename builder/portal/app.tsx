/** Which page an address shows, and which pages need a person. */
import { type ReactNode, useEffect, useRef } from 'react';
import { usePortal } from './context.tsx';
import { DraftPage } from './pages/draft.tsx';
import { FitPage } from './pages/fit.tsx';
import { HomePage } from './pages/home.tsx';
import { ServicePage } from './pages/service.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { Layout } from './parts/layout.tsx';
import { onDemand } from './parts/on-demand.tsx';
import { NotFound } from './parts/states.tsx';
import { go, match, useAddress } from './router.ts';

// Pages that come after the first question.
const CasePage = onDemand(async () => (await import('./pages/case.tsx')).CasePage);
const CasesPage = onDemand(async () => (await import('./pages/cases.tsx')).CasesPage);
const ConsentsPage = onDemand(async () => (await import('./pages/consents.tsx')).ConsentsPage);
const FixPage = onDemand(async () => (await import('./pages/fix.tsx')).FixPage);
const MyDataPage = onDemand(async () => (await import('./pages/my-data.tsx')).MyDataPage);
const WalletPage = onDemand(async () => (await import('./pages/wallet.tsx')).WalletPage);

type Page = (parameters: Record<string, string>) => ReactNode;

const open: [string, Page][] = [
  ['/go', () => <HomePage />],
  ['/go/s/:region/:scene/fit', ({ region, scene }) => <FitPage region={region!} scene={scene!} />],
  ['/go/s/:region/:scene', ({ region, scene }) => <ServicePage region={region!} scene={scene!} />],
];
const personal: [string, Page][] = [
  ['/go/a/:draft', ({ draft }) => <DraftPage id={draft!} step={undefined} />],
  ['/go/a/:draft/:step', ({ draft, step }) => <DraftPage id={draft!} step={step} />],
  ['/go/c', () => <CasesPage />],
  ['/go/c/:no', ({ no }) => <CasePage caseNo={no!} />],
  ['/go/c/:no/fix', ({ no }) => <FixPage caseNo={no!} />],
  ['/go/wallet', () => <WalletPage />],
  ['/go/my-data', () => <MyDataPage />],
  ['/go/consents/:no', ({ no }) => <ConsentsPage caseNo={no!} />],
];

function pageAt(pages: [string, Page][], path: string): ReactNode | undefined {
  for (const [pattern, page] of pages) {
    const parameters = match(pattern, path);
    if (parameters) return page(parameters);
  }
  return undefined;
}

export function App() {
  return (
    <Layout>
      <CurrentPage />
    </Layout>
  );
}

function CurrentPage() {
  const { session } = usePortal();
  const { pathname, searchParams } = useAddress();
  const person = useRef<string>(undefined);
  if (session) person.current = session.account.id;
  if (pathname === '/go/sign-in') return session ? <Redirect to={searchParams.get('then')} /> : <SignInPage />;
  const mine = pageAt(personal, pathname);
  if (mine) {
    if (session === undefined) return null;
    // When a session ends, its page stays as it is behind the sign-in: the same person goes on where they were, another
    // one (another key) finds nothing of it.
    return (
      <>
        {!session && <SignInPage ended={person.current !== undefined} />}
        {person.current !== undefined && (
          <div key={person.current} hidden={!session}>
            {mine}
          </div>
        )}
      </>
    );
  }
  return pageAt(open, pathname) ?? <NotFound />;
}

/** Only addresses of the portal itself: a link must not lead people elsewhere through us. */
function Redirect({ to }: { to: string | null }) {
  const target = to && /^\/go(\/[\w/-]*)?$/.test(to) ? to : '/go';
  useEffect(() => go(target, { replace: true }), [target]);
  return null;
}
