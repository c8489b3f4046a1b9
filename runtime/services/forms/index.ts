/** Forms that departments publish and keep, and the field standard they are made of. */
import { createFormAdopting, type FormAdoptServices } from './adopt.ts';
import { createFormDrafts, type FormDraftServices } from './drafts.ts';
import { createElementFiles, type ElementFileServices } from './element-files.ts';
import { createElements, type ElementServices } from './elements.ts';
import type { FormParts } from './parts.ts';
import { createFormPublishing, type FormPublishServices } from './publishing.ts';

export { enterPackage } from './library-of-package.ts';

export type FormServices = FormDraftServices & FormPublishServices & FormAdoptServices;
export type FieldStandardServices = ElementServices & ElementFileServices;

export const createForms = (parts: FormParts): FormServices => ({
  ...createFormDrafts(parts),
  ...createFormPublishing(parts),
  ...createFormAdopting(parts),
});

export const createFieldStandard = (parts: FormParts): FieldStandardServices => ({
  ...createElements(parts),
  ...createElementFiles(parts),
});
