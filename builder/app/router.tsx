/**
 * Routes of the staff app. Each work place has a small `pages/<place>/routes.tsx` that exports `routes`, the children of `/<place>`;
 * the pages in it are `lazy`, so that every work place (and every page) is a bundle of its own.
 */
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { CrashPage } from './crash.tsx';
import { Home } from './home.tsx';
import { MissingPlace } from './missing-place.tsx';
import { Shell } from './shell.tsx';
import { Signed } from './signed.tsx';

const places = import.meta.glob<{ routes: RouteObject[] }>('../pages/{studio,work,admin,data}/routes.tsx', { eager: true });

function placeRoute(place: 'studio' | 'work' | 'admin' | 'data'): RouteObject {
  const children = places[`../pages/${place}/routes.tsx`]?.routes;
  if (!children) return { path: `${place}/*`, element: <MissingPlace /> };
  return { path: place, errorElement: <CrashPage />, children };
}

export function createRouter() {
  return createBrowserRouter([
    {
      path: '/sign-in',
      lazy: async () => ({ Component: (await import('../pages/sign-in/sign-in-page.tsx')).SignInPage }),
      errorElement: <CrashPage />,
      hydrateFallbackElement: <div />,
    },
    {
      path: '/',
      element: (
        <Signed>
          <Shell />
        </Signed>
      ),
      errorElement: <CrashPage />,
      hydrateFallbackElement: <div />,
      children: [
        { index: true, element: <Home /> },
        placeRoute('studio'),
        placeRoute('work'),
        placeRoute('admin'),
        placeRoute('data'),
        { path: '*', element: <Navigate to="/" replace /> },
      ],
    },
  ]);
}
