/** How files travel: given by the place a form stands in (portal, desk), so that controls know nothing of addresses. */
import { createContext, useContext } from 'react';

export interface StoredFile {
  id: string;
  name: string;
  bytes: number;
  /** Media type, as sniffed by the server. */
  type?: string;
  /** Address of a small picture, and of the file itself. */
  preview?: string;
  href?: string;
}

/** A refusal with a sentence for the person. */
export class UploadRefused extends Error {}

export interface Uploads {
  /** `onProgress` gets the share done, 0 to 1. Rejects with `UploadRefused` when the server says why. */
  upload(file: File, onProgress: (share: number) => void, slot?: string): Promise<StoredFile>;
  /** Names of files already in the value. */
  describe(ids: string[]): Promise<StoredFile[]>;
  /** For the file dialog, by slot: `image/*,.pdf`. */
  accept?(slot: string | undefined): string | undefined;
}

const UploadsContext = createContext<Uploads | undefined>(undefined);
export const UploadsProvider = UploadsContext;
export const useUploads = (): Uploads | undefined => useContext(UploadsContext);
