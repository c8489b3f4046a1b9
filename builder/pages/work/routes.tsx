/** Routes below /work. */
import { Navigate, type RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./inbox-page.tsx')).InboxPage }) },
  { path: 'done', element: <Navigate to="/work?state=done" replace /> },
  { path: 't/:task', lazy: async () => ({ Component: (await import('./task-page.tsx')).TaskRoute }) },
  { path: 'cases', lazy: async () => ({ Component: (await import('./cases-page.tsx')).CasesPage }) },
  { path: 'cases/:no', lazy: async () => ({ Component: (await import('./case-page.tsx')).CaseRoute }) },
];
