import { createHash, timingSafeEqual } from 'node:crypto';
import { ForbiddenError } from '../../services/errors.ts';
import type { OpenSession } from '../../services/identity/index.ts';

/** The header can only be set by a page of our own origin that was told the value by GET /api/session. */
export function checkCsrf(given: string, open: OpenSession | undefined): void {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (!open || !timingSafeEqual(digest(given), digest(open.csrf))) throw new ForbiddenError('session.csrf');
}
