/**
 * Certificates and letters for the use cases. The libraries that draw them are large and most processes draw none: the
 * first sheet loads them.
 */
import type { CertificateMaker } from './certificate.ts';
import { verifyUrl } from './verify-url.ts';

export type { CertificateMaker } from './certificate.ts';

/** `publicUrl` is where people reach the product; request headers never decide it. */
export function createDocuments({ publicUrl }: { publicUrl: string }): CertificateMaker {
  let loaded: Promise<CertificateMaker> | undefined;
  const maker = () => {
    loaded ??= import('./certificate.ts').then(({ createCertificateMaker }) => createCertificateMaker({ publicUrl }));
    return loaded;
  };
  return {
    make: async (input) => (await maker()).make(input),
    makePaper: async (input) => (await maker()).makePaper(input),
    makeLetter: async (input) => (await maker()).makeLetter(input),
    verifyUrl: (number, checkCode) => verifyUrl(publicUrl, number, checkCode),
  };
}
