/** Who agreed to what a release changes, and whether that is enough. The server decides; the page only shows it. */
import type { ScenarioPackage } from '../../compile/plan.ts';
import { listSignatures, type ReleaseState, type SignatureRow } from '../../store/releases.ts';
import { findVersion } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';
import { ConflictError } from '../errors.ts';
import { type Part, partsOfChange } from './parts-of-change.ts';

export type Signed = 'waiting' | 'agreed' | 'refused' | 'void';
export interface SignedPart extends Part {
  state: Signed;
  /** The newest signature, also one that does not count any more. */
  signature?: SignatureRow;
}

/** The version reviewers compare with: the live one, or nothing at all. */
export async function liveBefore(store: Store, draft: ScenarioPackage, key: { region: string; scenario: string; live: number | null }) {
  const found = key.live === null ? undefined : await findVersion(store, key.region, key.scenario, { version: key.live });
  return found?.package ?? nothing(draft);
}

/** A scenario of this name in which there is nothing yet. */
function nothing({ scenario }: ScenarioPackage): ScenarioPackage {
  const { format, id, name } = scenario;
  const empty = { subjects: {}, departments: {}, items: {}, forms: {}, nodes: {}, edges: {} };
  return { scenario: { format, id, name, ...empty }, forms: {}, elements: {}, resources: {}, contracts: {}, cases: {} };
}

/** The parts of a release, each with the signature that counts for it: one for other content is void. */
export async function signedParts(
  store: Store,
  { region, scenario, before, after }: { region: string; scenario: string; before: ScenarioPackage; after: ScenarioPackage },
): Promise<SignedPart[]> {
  const signatures = new Map((await listSignatures(store, region, scenario)).map((row) => [row.part, row]));
  return [...partsOfChange(before, after).values()].map((part) => {
    const signature = signatures.get(part.part);
    return { ...part, state: stateOf(part, signature), ...(signature ? { signature } : {}) };
  });
}

function stateOf({ hash }: Part, signature: SignatureRow | undefined): Signed {
  if (!signature) return 'waiting';
  if (signature.hash !== hash) return 'void';
  return signature.agrees ? 'agreed' : 'refused';
}

/** Signatures are asked for by the rule of the region, or by the designer who opened a review. */
export const mustSign = (state: Pick<ReleaseState, 'signing' | 'review'>): boolean => state.signing || state.review !== null;

/** Refuses a release that somebody whose part it changes has not agreed to. */
export async function mustBeSigned(
  store: Store,
  state: ReleaseState,
  { region, scenario, draft }: { region: string; scenario: string; draft: ScenarioPackage },
): Promise<void> {
  if (!mustSign(state)) return;
  const before = await liveBefore(store, draft, { region, scenario, live: state.live });
  const open = (await signedParts(store, { region, scenario, before, after: draft })).filter((part) => part.state !== 'agreed');
  if (open.length > 0) throw new ConflictError('release.unsigned', { count: open.length });
}
