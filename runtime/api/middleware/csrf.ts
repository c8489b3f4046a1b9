import { timingSafeEqual } from 'node:crypto';
import { ForbiddenError } from '../../services/errors.ts';
import type { OpenSession } from '../../services/identity/index.ts';

/** The header can only be set by a page of our own origin that was told the value by GET /api/session. */
export function checkCsrf(given: string, open: OpenSession | undefined): void {
  const [a, b] = [Buffer.from(given), Buffer.from(open?.csrf ?? '')];
  // All values have one length, so comparing lengths first tells nothing.
  if (!open || a.length !== b.length || !timingSafeEqual(a, b)) throw new ForbiddenError('session.csrf');
}
