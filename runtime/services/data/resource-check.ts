/** What is wrong with a resource a keeper wants to save, and the words it is found by. Pure. */
import type { DataContact } from '../../../schemas/generated/api.ts';
import type { DataResource } from '../../../schemas/generated/documents.ts';
import type { FieldProblem } from '../../compile/plan.ts';
import { searchText } from '../forms/names.ts';

export function checkResource(document: DataResource, { id, department }: { id: string; department: string }): FieldProblem[] {
  const problem = (path: string, code: string): FieldProblem => ({ path, code });
  return [
    ...(document.id === id ? [] : [problem('document/id', 'resource.id_differs')]),
    ...(document.owner.department === department ? [] : [problem('document/owner', 'resource.owner_differs')]),
    ...(Object.keys(document.fields).length > 0 ? [] : [problem('document/fields', 'resource.fields_missing')]),
    ...(Object.keys(document.keys).length > 0 ? [] : [problem('document/keys', 'resource.keys_missing')]),
  ];
}

/** Name, what it answers, fields, contact: in Chinese, pinyin, initials and keys. */
export function searchOf(document: DataResource, contact?: DataContact): string {
  const fields = Object.entries(document.fields).flatMap(([id, { name }]) => [id, name['zh-CN'], name.en]);
  return searchText([document.id, document.answers['zh-CN'], document.answers.en, contact?.name, ...fields], document.name);
}
