/** The market: templates published, found, cloned, localised, locked, and carried to other installations. */
import { createCloning } from './cloning.ts';
import { createDemands } from './demands.ts';
import { createDetail } from './detail.ts';
import { createGallery } from './gallery.ts';
import { createLineages } from './lineages.ts';
import { createLocalisation } from './localisation.ts';
import { createOrganisations } from './organisations.ts';
import { createPackages } from './packages.ts';
import type { TemplateParts } from './parts.ts';
import { createReleasing } from './releasing.ts';
import { createTracks } from './tracks.ts';

export { clonedPackage, lineageOf, templateKey, templateOfKey, upstreamOf } from './cloned-package.ts';
export { enforceLocks, mustKeepLocks, standingOf } from './locks.ts';
export type { TemplateParts } from './parts.ts';
export { registerTemplates } from './register.ts';

export type Templates = ReturnType<typeof createTemplates>;

export function createTemplates(parts: TemplateParts) {
  const { cardFor, ...gallery } = createGallery(parts);
  const lineages = createLineages(parts);
  return {
    ...gallery,
    ...createDetail(parts, { ...gallery, cardFor }),
    ...createTracks(parts),
    ...createDemands(parts),
    ...createLocalisation(parts, lineages),
    ...createReleasing(parts, lineages),
    ...createOrganisations(parts),
    packages: createPackages(parts),
    lineage: lineages.lineage,
    cutOff: lineages.cutOff,
    /** For the studio: what scenarios are made of, and where they came from. */
    cloning: createCloning(parts),
    factsOf: lineages.factsOf,
  };
}
