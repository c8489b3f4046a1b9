import { Navigate } from 'react-router';
import { useSession } from '../../api/session.ts';

/** Who answers for data begins with what waits for an answer; who looks for data, with the catalogue. */
export function DataHome() {
  const { data: session } = useSession();
  const answers = session?.grants.some(({ role }) => role === 'keeper' || role === 'steward');
  return <Navigate to={answers ? '/studio/data/answers' : '/studio/data'} replace />;
}
