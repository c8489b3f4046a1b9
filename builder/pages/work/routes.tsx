/** Routes below /work. Every page is loaded when it is opened. */
import { Navigate, type RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  {
    lazy: async () => ({ Component: (await import('./WorkFrame.tsx')).WorkFrame }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./work-home.tsx')).WorkHome }) },
      { path: 'done', element: <Navigate to="/work?state=done" replace /> },
      { path: 't/:task', lazy: async () => ({ Component: (await import('./task-page.tsx')).TaskRoute }) },
      { path: 'assists', lazy: async () => ({ Component: (await import('./assists-page.tsx')).AssistsPage }) },
      { path: 'assists/:id', lazy: async () => ({ Component: (await import('./assist-page.tsx')).AssistRoute }) },
      { path: 'reports', lazy: async () => ({ Component: (await import('./reports-page.tsx')).ReportsPage }) },
      { path: 'away', lazy: async () => ({ Component: (await import('./away-page.tsx')).AwayPage }) },
      { path: 'incidents', lazy: async () => ({ Component: (await import('./incidents-route.tsx')).WorkIncidents }) },
      { path: 'cases', lazy: async () => ({ Component: (await import('./cases-page.tsx')).CasesPage }) },
      { path: 'cases/:no', lazy: async () => ({ Component: (await import('./case-page.tsx')).CaseRoute }) },
      { path: '*', element: <Navigate to="/work" replace /> },
    ],
  },
];
