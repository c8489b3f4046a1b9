import { Navigate } from 'react-router';
import { useSession } from '../api/session.ts';

/** Leads to the first work place the person's roles open; citizens to their portal, which is another page. */
export function Home() {
  const { data: session } = useSession();
  const place = session?.places.find((p) => p !== 'go');
  if (place) return <Navigate to={`/${place}`} replace />;
  window.location.replace('/go');
  return null;
}
