/**
 * A value of a script gets another path. Pure, so that merging and the browser can use it at once: it reads the text as code
 * (comments and literal texts are left alone) and follows what a value is commonly called. The type checker, where it can be
 * asked, follows by meaning (`typecheck/rename.ts`).
 */

interface Edit {
  at: number;
  end: number;
  text: string;
}

/** Where a script reads a value: place and length in its text, in order. What it hands out under that name is no reading. */
export function mentionsInScript(source: string, path: string): { at: number; length: number }[] {
  const code = codeOf(source);
  return editsOf(code, path, path, (at) => isTakenApart(code, at))
    .sort((a, b) => a.at - b.at)
    .map(({ at, end }) => ({ at, length: end - at }));
}

/** Dotted access (with or without `input.`, also through a name of its own), what is taken apart, and keys of a literal `subject: { name: … }`. */
export function renameInScript(source: string, from: string, to: string): string {
  return editsOf(codeOf(source), from, to)
    .sort((a, b) => b.at - a.at)
    .reduce((text, { at, end, text: to_ }) => text.slice(0, at) + to_ + text.slice(end), source);
}

function editsOf(code: string, from: string, to: string, wanted: (brace: number) => boolean = () => true): Edit[] {
  const [subject, name] = from.split('.') as [string, string];
  const [newSubject, newName] = to.split('.') as [string, string];
  const edits = accessed(code, subject, name, newSubject, newName);
  // Under another subject, only what names both parts can follow.
  if (subject === newSubject) {
    for (const alias of aliasesOf(code, subject)) edits.push(...accessed(code, alias, name, alias, newName));
    for (const at of bracesOf(code, subject).filter(wanted)) edits.push(...keysAtTop(code, at, name, newName));
  }
  return [...new Map(edits.map((edit) => [edit.at, edit])).values()];
}

function accessed(code: string, subject: string, name: string, newSubject: string, newName: string): Edit[] {
  const access = new RegExp(`(?<![\\w$])${subject}(\\s*[?!]?\\s*\\.\\s*)${name}(?![\\w$])`, 'g');
  return [...code.matchAll(access)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    text: `${newSubject}${match[1]}${newName}`,
  }));
}

/** Names that stand for the subject: `const m = input.mother;`. */
function aliasesOf(code: string, subject: string): string[] {
  const given = new RegExp(`(?:const|let|var)\\s+([\\w$]+)\\s*=\\s*(?:[\\w$]+\\s*\\.\\s*)?${subject}\\s*(?=[;,\\n])`, 'g');
  return [...code.matchAll(given)].map((match) => match[1]!).filter((alias) => alias !== subject);
}

/** Where braces open that hold members of the subject: `subject: { … }`, and `{ … } = input.subject`. */
function bracesOf(code: string, subject: string): number[] {
  const literal = new RegExp(`(?<![\\w$.])${subject}\\s*:\\s*\\{`, 'g');
  const taken = new RegExp(`\\}\\s*=\\s*(?:[\\w$]+\\s*\\.\\s*)?${subject}(?![\\w$]|\\s*[.?([])`, 'g');
  return [
    ...[...code.matchAll(literal)].map((match) => match.index + match[0].length),
    ...[...code.matchAll(taken)].flatMap((match) => opening(code, match.index) ?? []),
  ];
}

/** Some braces around this place belong to a declaration or a parameter, not to a value. */
function isTakenApart(code: string, start: number): boolean {
  let depth = 0;
  for (let i = start - 1; i >= 0; i--) {
    if (code[i] === '}') depth++;
    else if (code[i] === '{' && depth > 0) depth--;
    else if (code[i] === '{' && /(?:(?<![\w$])(?:const|let|var)|\()\s*$/.test(code.slice(0, i))) return true;
  }
  return false;
}

/** Just after the brace that is closed at `end`. */
function opening(code: string, end: number): number | undefined {
  let depth = 0;
  for (let i = end; i >= 0; i--) {
    if (code[i] === '}') depth++;
    else if (code[i] === '{') depth--;
    if (depth === 0) return i + 1;
  }
  return undefined;
}

/** A key directly inside the braces that open at `start`; a key that is also a name of its own keeps that name. */
function keysAtTop(code: string, start: number, name: string, newName: string): Edit[] {
  const found: Edit[] = [];
  let depth = 1;
  let expectsKey = true;
  for (let i = start; i < code.length && depth > 0; i++) {
    const letter = code[i]!;
    if ('{[('.includes(letter)) depth++;
    else if ('}])'.includes(letter)) depth--;
    else if (depth === 1 && letter === ',') expectsKey = true;
    else if (depth === 1 && expectsKey && /\S/.test(letter)) {
      expectsKey = false;
      if (!code.startsWith(name, i)) continue;
      const next = /^\s*([:,}=])/.exec(code.slice(i + name.length));
      if (next) found.push({ at: i, end: i + name.length, text: next[1] === ':' ? newName : `${newName}: ${name}` });
    }
  }
  return found;
}

/** The text with comments and literal texts blanked out, letter for letter; what stands in `${…}` of a template stays. */
function codeOf(source: string): string {
  let out = '';
  const templates: number[] = [];
  let depth = 0;
  let i = 0;
  const blank = (end: number) => {
    out += source.slice(i, end).replace(/[^\n]/g, ' ');
    i = end;
  };
  const template = () => {
    let end = i;
    while (end < source.length && source[end] !== '`' && !source.startsWith('${', end)) end += source[end] === '\\' ? 2 : 1;
    blank(Math.min(end, source.length));
    if (source.startsWith('${', i)) {
      templates.push(depth);
      depth++;
      out += '  ';
      i += 2;
    } else blank(Math.min(i + 1, source.length));
  };
  while (i < source.length) {
    const letter = source[i]!;
    if (source.startsWith('//', i)) blank(ended(source.indexOf('\n', i), source.length));
    else if (source.startsWith('/*', i)) blank(ended(source.indexOf('*/', i + 2), source.length - 2) + 2);
    else if (letter === '"' || letter === "'") blank(quoteEnd(source, i));
    else if (letter === '/' && beginsPattern(out)) blank(patternEnd(source, i));
    else if (letter === '`') {
      blank(i + 1);
      template();
    } else if (letter === '}' && templates.at(-1) === depth - 1) {
      templates.pop();
      depth--;
      blank(i + 1);
      template();
    } else {
      if (letter === '{') depth++;
      else if (letter === '}') depth--;
      out += letter;
      i++;
    }
  }
  return out;
}

const ended = (at: number, otherwise: number) => (at < 0 ? otherwise : at);

function quoteEnd(source: string, start: number): number {
  let i = start + 1;
  while (i < source.length && source[i] !== source[start] && source[i] !== '\n') i += source[i] === '\\' ? 2 : 1;
  return Math.min(i + 1, source.length);
}

/** A slash begins a pattern where no value stands before it. */
function beginsPattern(before: string): boolean {
  const last = before.trimEnd();
  return last === '' || /[(,=:[!&|?{};+\-*%<>~^]$/.test(last) || /(?<![\w$.])(?:return|typeof|case|in|of)$/.test(last);
}

function patternEnd(source: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < source.length && source[i] !== '\n'; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === '[') inClass = true;
    else if (source[i] === ']') inClass = false;
    else if (source[i] === '/' && !inClass) return i + 1;
  }
  return start + 1;
}
