/** Which column probably fills which field: the same name, or one inside the other. Pure. */
import type { DataResource } from '../../../schemas/generated/documents.ts';

/** Field -> heading; a heading is suggested once. */
export function suggestColumns(resource: DataResource, headings: readonly string[]): Record<string, string> {
  const free = new Set(headings.filter((heading) => heading.trim() !== ''));
  const wanted = Object.entries({ ...resource.fields, ...resource.keys }).map(([id, { name }]) => ({
    id,
    names: [plain(name['zh-CN']), plain(name.en ?? ''), plain(id)],
  }));
  const suggested: Record<string, string> = {};
  const take = (fits: (heading: string, names: readonly string[]) => boolean) => {
    for (const { id, names } of wanted) {
      if (suggested[id] !== undefined) continue;
      const heading = [...free].find((one) => fits(plain(one), names));
      if (heading === undefined) continue;
      suggested[id] = heading;
      free.delete(heading);
    }
  };
  take((heading, names) => names.includes(heading));
  take((heading, names) =>
    names.some((name) => name.length > 1 && heading.length > 1 && (heading.includes(name) || name.includes(heading))),
  );
  return suggested;
}
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\s_\-（）()：:*]/g, '')
    .toLowerCase();
