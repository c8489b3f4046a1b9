/** How clones follow their templates: upgrades, drift, proposals upward, and the publisher's view of all clones. */
import { createChecking } from './checking.ts';
import { createDesk } from './desk.ts';
import { createDrift, type DriftServices } from './drift.ts';
import { createFleet, type FleetServices } from './fleet.ts';
import { createLineage } from './lineage.ts';
import { createLooking, type Look } from './looking.ts';
import type { UpgradeParts } from './parts.ts';
import { createProposals, type ProposalServices } from './proposals.ts';
import { createUpgrades, type UpgradeServices } from './upgrades.ts';
import { createWatch } from './watch.ts';

export type { DriftServices, FleetServices, ProposalServices, UpgradeParts, UpgradeServices };

export interface UpgradeArea {
  upgrades: UpgradeServices & DriftServices;
  proposals: ProposalServices;
  fleet: FleetServices;
  /** What a clone's region tells its publisher, written anew. */
  lookAtClone: Look;
  /** One round over the releases that go out in waves: the worker's. */
  watchWaves(): Promise<{ plans: number; clones: number }>;
}

export function createUpgradeArea(parts: UpgradeParts): UpgradeArea {
  const lineage = createLineage(parts);
  const desk = createDesk(parts, lineage);
  const checking = createChecking(parts);
  const look: Look = createLooking(parts, { lineage, desk, onRow: (row) => fleet.onRow(row) });
  const fleet: FleetServices = createFleet(parts, { lineage, look });
  return {
    upgrades: { ...createUpgrades(parts, { lineage, desk, checking, look }), ...createDrift(parts, lineage) },
    proposals: createProposals(parts, { lineage }),
    fleet,
    lookAtClone: look,
    watchWaves: createWatch(parts, look),
  };
}
