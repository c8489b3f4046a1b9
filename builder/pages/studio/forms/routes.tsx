/** Routes of the departments' form library, below /studio. */
import { Navigate, type RouteObject } from 'react-router';

export const formPages: RouteObject[] = [
  { path: 'forms', lazy: async () => ({ Component: (await import('./library-page.tsx')).FormLibraryPage }) },
  { path: 'elements', lazy: async () => ({ Component: (await import('./elements-page.tsx')).ElementsPage }) },
  {
    path: 'forms/:form',
    lazy: async () => ({ Component: (await import('./form-layout.tsx')).FormLayout }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./design-page.tsx')).DesignPage }) },
      { path: 'used', lazy: async () => ({ Component: (await import('./used-page.tsx')).UsedPage }) },
      { path: 'release', lazy: async () => ({ Component: (await import('./release-page.tsx')).FormReleasePage }) },
      { path: 'versions', lazy: async () => ({ Component: (await import('./versions-page.tsx')).FormVersionsPage }) },
      { path: '*', element: <Navigate to=".." replace /> },
    ],
  },
];
