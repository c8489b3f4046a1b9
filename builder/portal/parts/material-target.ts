import { createContext } from 'react';
import type { UploadTarget } from '../../api/uploads.ts';

/** Where the materials of the questions inside belong. */
export const MaterialTarget = createContext<UploadTarget | undefined>(undefined);
