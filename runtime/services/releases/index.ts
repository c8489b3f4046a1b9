/** How a version comes to the people: who agrees, when it counts and for whom, and back again. See README.md. */
import type { ReleaseParts } from './parts.ts';
import { createReview, type ReviewServices } from './review.ts';
import { createRollout, type RolloutServices } from './rollout.ts';

export type { ReleaseParts, ReviewServices, RolloutServices };
export type ReleaseServices = ReviewServices & RolloutServices;

export function createReleases(parts: ReleaseParts): ReleaseServices {
  return { ...createReview(parts), ...createRollout(parts) };
}
