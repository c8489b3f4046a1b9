/** Routes below /admin. Every page is loaded when it is opened. */
import { Navigate, type RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  {
    lazy: async () => ({ Component: (await import('./AdminFrame.tsx')).AdminFrame }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./accounts-page.tsx')).AccountsPage }) },
      { path: 'roles', lazy: async () => ({ Component: (await import('./roles-page.tsx')).RolesPage }) },
      { path: 'calendar', lazy: async () => ({ Component: (await import('./calendar-page.tsx')).CalendarPage }) },
      { path: 'incidents', lazy: async () => ({ Component: (await import('../incidents/incidents-page.tsx')).IncidentsPage }) },
      { path: 'hosts', lazy: async () => ({ Component: (await import('./hosts-page.tsx')).HostsPage }) },
      {
        path: 'connections',
        lazy: async () => ({ Component: (await import('./connections/connections-page.tsx')).ConnectionsPage }),
      },
      { path: 'organisations', lazy: async () => ({ Component: (await import('./organisations-page.tsx')).OrganisationsPage }) },
      { path: 'releases', lazy: async () => ({ Component: (await import('./release-rule-page.tsx')).ReleaseRulePage }) },
      { path: 'packages', lazy: async () => ({ Component: (await import('./packages-page.tsx')).PackagesPage }) },
      { path: '*', element: <Navigate to="/admin" replace /> },
    ],
  },
];
