/** Pages of the data: they stand under /studio/data, where designers meet them too; /data leads there. */
import { Navigate, type RouteObject, useLocation } from 'react-router';

/** Children of /studio/data. Every page is loaded when it is opened. */
export const dataPages: RouteObject = {
  path: 'data',
  lazy: async () => ({ Component: (await import('./DataFrame.tsx')).DataFrame }),
  children: [
    { index: true, lazy: async () => ({ Component: (await import('./catalogue-page.tsx')).CataloguePage }) },
    { path: 'new', lazy: async () => ({ Component: (await import('./new-resource-page.tsx')).NewResourcePage }) },
    { path: 'requests', lazy: async () => ({ Component: (await import('./applications-page.tsx')).RequestsPage }) },
    { path: 'requests/:application', lazy: async () => ({ Component: (await import('./application-page.tsx')).ApplicationPage }) },
    { path: 'answers', lazy: async () => ({ Component: (await import('./applications-page.tsx')).AnswersPage }) },
    { path: 'answers/:application', lazy: async () => ({ Component: (await import('./application-page.tsx')).ApplicationPage }) },
    { path: 'grants', lazy: async () => ({ Component: (await import('./grants-page.tsx')).GrantsPage }) },
    { path: 'grants/:grant', lazy: async () => ({ Component: (await import('./grant-page.tsx')).GrantPage }) },
    { path: 'quality', lazy: async () => ({ Component: (await import('./quality-page.tsx')).QualityPage }) },
    { path: 'messages', lazy: async () => ({ Component: (await import('./messages-page.tsx')).MessagesPage }) },
    { path: 'imports', lazy: async () => ({ Component: (await import('./imports-page.tsx')).ImportsPage }) },
    { path: 'imports/:import', lazy: async () => ({ Component: (await import('./import-page.tsx')).ImportPage }) },
    { path: ':resource', lazy: async () => ({ Component: (await import('./resource-page.tsx')).ResourcePage }) },
  ],
};

/** The work place 数据 of keepers and stewards. */
export const routes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./data-home.tsx')).DataHome }) },
  { path: '*', element: <ToStudio /> },
];

function ToStudio() {
  const { pathname, search } = useLocation();
  return <Navigate to={`/studio${pathname}${search}`} replace />;
}
