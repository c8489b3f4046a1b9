/** Use cases around materials: uploads, what is used instead of one, what comes later, licences. */
import type { CaseParts } from '../cases/parts.ts';
import { createLater } from './later.ts';
import { createLicences } from './licences.ts';
import { createOffers } from './offers.ts';
import { createRetention } from './retention.ts';
import { createUploads } from './uploads.ts';

export function createMaterials(parts: CaseParts) {
  return { ...createUploads(parts), ...createOffers(parts), ...createLater(parts), ...createLicences(parts), ...createRetention(parts) };
}

export type MaterialServices = ReturnType<typeof createMaterials>;
