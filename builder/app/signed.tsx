import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { problemOf } from '../api/client.ts';
import { useSession } from '../api/session.ts';
import { FailedState, Skeleton } from '../ui/states.tsx';

/** Lets only signed-in people through; the place they wanted is kept for after. */
export function Signed({ children }: { children: ReactNode }) {
  const { data: session, isPending, error, refetch } = useSession();
  const { pathname, search } = useLocation();
  if (isPending)
    return (
      <div className="page page-wide">
        <Skeleton />
      </div>
    );
  if (error) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (!session) return <Navigate to={`/sign-in?to=${encodeURIComponent(pathname + search)}`} replace />;
  return children;
}
