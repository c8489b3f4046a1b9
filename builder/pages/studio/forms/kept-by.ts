import type { Text } from '../../../../schemas/generated/documents.ts';
import type { Session } from '../../../api/session.ts';

/** The departments whose forms and data elements this person keeps, to choose from. */
export const keptBy = (session: Session | null | undefined, text: (words: Text | string | undefined) => string) =>
  (session?.grants ?? []).flatMap(({ role, department, departmentName }) =>
    role === 'keeper' && department ? [{ value: department, label: text(departmentName) || department }] : [],
  );
