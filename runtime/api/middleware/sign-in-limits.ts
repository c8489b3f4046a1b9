import { RateLimiterMemory } from 'rate-limiter-flexible';
import { CodedError } from '../../services/errors.ts';

/** Bad sign-ins one address may make in a minute. Good ones are not counted, so a busy office is not shut out. */
const perAddress = { points: 30, duration: 60 };

export interface SignInLimits {
  /** Refuses with 429 when the address has failed too often. */
  check(address: string): Promise<void>;
  failed(address: string): Promise<void>;
}

/** Kept in memory: a first wall in front of the lockout per account, which every node sees in the database. */
export function createSignInLimits(): SignInLimits {
  const addresses = new RateLimiterMemory({ keyPrefix: 'sign-in', ...perAddress });
  return {
    async check(address) {
      const state = await addresses.get(address);
      if (state && state.consumedPoints >= perAddress.points)
        throw new CodedError('rate.limited', { status: 429, retryAfter: Math.max(1, Math.ceil(state.msBeforeNext / 1000)) });
    },
    async failed(address) {
      await addresses.penalty(address, 1);
    },
  };
}
