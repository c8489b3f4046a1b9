/** Authoring and publishing: what designers do, and what the portal shows of it. */
import { type CatalogueServices, createCatalogue } from './catalogue.ts';
import { type CommentServices, createComments } from './comments.ts';
import { createDrafts, type DraftServices } from './drafts.ts';
import { createHistory, type HistoryServices } from './history.ts';
import { createOffers, type OfferServices } from './offers.ts';
import type { StudioParts } from './parts.ts';
import { createPresence, type PresenceServices } from './presence.ts';
import { createPublishing, type PublishServices } from './publishing.ts';
import { createTrials, type TrialServices } from './trials.ts';

export type { TypecheckPort } from './check-package.ts';
export { checkPackage } from './check-package.ts';
export type { StudioParts } from './parts.ts';
export { type LoadedTemplate, readPackageFolder, readTemplates } from './templates.ts';
export { createVersionSource } from './version-source.ts';

export interface Studio extends DraftServices, TrialServices, PublishServices, PresenceServices, CommentServices, HistoryServices {
  catalogue: CatalogueServices;
  offers: OfferServices;
}

export function createStudio(parts: StudioParts): Studio {
  return {
    ...createDrafts(parts),
    ...createTrials(parts),
    ...createPublishing(parts),
    ...createPresence(parts),
    ...createComments(parts),
    ...createHistory(parts),
    catalogue: createCatalogue(parts),
    offers: createOffers(parts),
  };
}
