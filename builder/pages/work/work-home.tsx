/** /work: the inbox of a desk; who keeps a department's data and has no desk meets what its data is asked for. */
import { Navigate } from 'react-router';
import { useSession } from '../../api/session.ts';
import { InboxPage } from './inbox-page.tsx';

export function WorkHome() {
  const { data: session } = useSession();
  const hasDesk = session?.grants.some(({ role }) => role === 'officer' || role === 'supervisor' || role === 'operator') ?? true;
  return hasDesk ? <InboxPage /> : <Navigate to="/work/assists" replace />;
}
