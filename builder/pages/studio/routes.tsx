/** Routes below /studio. Every page is loaded when it is opened. */
import { Navigate, type RouteObject } from 'react-router';
import { dataPages } from '../data/routes.tsx';
import { formPages } from './forms/routes.tsx';

const layout = () => import('./scenario-layout.tsx');

export const routes: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./studio-home.tsx')).StudioHome }) },
  { path: 'scenes', lazy: async () => ({ Component: (await import('./scenario-list.tsx')).ScenarioListPage }) },
  { path: 'messages', lazy: async () => ({ Component: (await import('./messages-page.tsx')).MessagesPage }) },
  dataPages,
  ...formPages,
  { path: 'gallery', lazy: async () => ({ Component: (await import('../gallery/gallery-page.tsx')).GalleryPage }) },
  { path: 'gallery/:template', lazy: async () => ({ Component: (await import('../gallery/template-page.tsx')).TemplatePage }) },
  { path: 'tracks', lazy: async () => ({ Component: (await import('../gallery/tracks-page.tsx')).TracksPage }) },
  { path: 'fleet/:template', lazy: async () => ({ Component: (await import('../fleet/fleet-page.tsx')).FleetPage }) },
  { path: 'proposals', lazy: async () => ({ Component: (await import('../fleet/proposals-page.tsx')).ProposalsPage }) },
  { path: 'proposals/:region/:proposal', lazy: async () => ({ Component: (await import('../fleet/proposal-page.tsx')).ProposalPage }) },
  { path: 'scenes/:id/localise', lazy: async () => ({ Component: (await import('../gallery/localise-page.tsx')).LocalisePage }) },
  { path: 'scenes/:id/upgrade', lazy: async () => ({ Component: (await import('../upgrade/upgrade-page.tsx')).UpgradePage }) },
  { path: 'scenes/:id/drift', lazy: async () => ({ Component: (await import('../upgrade/drift-page.tsx')).DriftPage }) },
  { path: 'scenes/:id/remembered', lazy: async () => ({ Component: (await import('../upgrade/remembered-page.tsx')).RememberedPage }) },
  {
    path: 'scenes/:id/template',
    lazy: async () => ({ Component: (await import('../release/template-release-page.tsx')).TemplateReleasePage }),
  },
  { path: 'reviews', lazy: async () => ({ Component: (await import('./reviews/reviews-page.tsx')).ReviewsPage }) },
  { path: 'reviews/:region/:scenario/:part', lazy: async () => ({ Component: (await import('./reviews/review-page.tsx')).ReviewPage }) },
  {
    path: 'scenes/:id',
    lazy: async () => ({ Component: (await layout()).ScenarioLayout }),
    children: [
      { index: true, lazy: async () => ({ Component: (await import('./overview-page.tsx')).OverviewPage }) },
      { path: 'basics', lazy: async () => ({ Component: (await import('./basics-page.tsx')).BasicsPage }) },
      { path: 'flow', lazy: async () => ({ Component: (await import('./flow-page.tsx')).FlowPage }) },
      { path: 'forms/:form?', lazy: async () => ({ Component: (await import('./forms-page.tsx')).FormsPage }) },
      { path: 'materials', lazy: async () => ({ Component: (await import('./materials-page.tsx')).MaterialsPage }) },
      { path: 'applicant', lazy: async () => ({ Component: (await import('./applicant-page.tsx')).ApplicantPage }) },
      { path: 'rehearse', lazy: async () => ({ Component: (await import('./rehearse/rehearse-page.tsx')).RehearsePage }) },
      { path: 'versions', lazy: async () => ({ Component: (await import('./versions-page.tsx')).VersionsPage }) },
      { path: 'release', lazy: async () => ({ Component: (await import('./release-page.tsx')).ReleasePage }) },
      { path: 'history', lazy: async () => ({ Component: (await import('./history/history-page.tsx')).HistoryPage }) },
      { path: 'source', lazy: async () => ({ Component: (await import('./source/source-page.tsx')).SourcePage }) },
      { path: '*', element: <Navigate to=".." replace /> },
    ],
  },
];
