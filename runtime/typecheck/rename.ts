/** A value gets another key: every mention in the script follows, found by what the name means and not by how it is spelled. */
import ts from 'typescript-5';

export interface RenameFiles {
  service: ts.LanguageService;
  script: string;
  declarations: string;
}

/** The script's text after `subject.name` became `subject.next`, and how many places changed. */
export function renamedIn(
  { service, script, declarations }: RenameFiles,
  texts: { source: string; declarations: string },
  { subject, name, next }: { subject: string; name: string; next: string },
): { source: string; places: number } {
  const edits = new Map<number, { end: number; text: string }>();
  for (const at of memberPlaces(texts.declarations, subject, name))
    for (const place of service.findRenameLocations(declarations, at, false, false, { providePrefixAndSuffixTextForRename: true }) ?? []) {
      if (place.fileName !== script) continue;
      const { start, length } = place.textSpan;
      edits.set(start, { end: start + length, text: `${place.prefixText ?? ''}${next}${place.suffixText ?? ''}` });
    }
  const inOrder = [...edits].sort(([a], [b]) => b - a);
  const source = inOrder.reduce((text, [start, { end, text: new_ }]) => text.slice(0, start) + new_ + text.slice(end), texts.source);
  return { source, places: edits.size };
}

/** Where `Input` and `Output` declare the member. */
function memberPlaces(declarations: string, subject: string, name: string): number[] {
  const file = ts.createSourceFile('declarations.d.ts', declarations, ts.ScriptTarget.ES2023, true);
  return file.statements.filter(ts.isInterfaceDeclaration).flatMap(({ members }) =>
    members.flatMap((member) => {
      if (!isNamed(member, subject) || !member.type || !ts.isTypeLiteralNode(member.type)) return [];
      return member.type.members.flatMap((inner) => (isNamed(inner, name) ? [inner.name.getStart(file)] : []));
    }),
  );
}

function isNamed(member: ts.TypeElement, name: string): member is ts.PropertySignature & { name: ts.Identifier } {
  return ts.isPropertySignature(member) && ts.isIdentifier(member.name) && member.name.text === name;
}
