/** Makes an author's module of a probe: the value of its last statement becomes the value of the function. */
import ts from 'typescript-5';
import { shapeOf } from '../../typecheck/script-shape.ts';

export function moduleOf(code: string): string {
  const file = ts.createSourceFile('probe.js', code, ts.ScriptTarget.ES2023, true, ts.ScriptKind.JS);
  const at: number[] = [];
  const last = (statement: ts.Node | undefined): void => {
    if (!statement) return;
    if (ts.isExpressionStatement(statement)) at.push(statement.getStart(file));
    else if (ts.isBlock(statement)) last(statement.statements.at(-1));
    else if (ts.isTryStatement(statement)) {
      last(statement.tryBlock);
      last(statement.catchClause?.block);
    } else if (ts.isIfStatement(statement)) {
      last(statement.thenStatement);
      last(statement.elseStatement);
    }
  };
  last(file.statements.at(-1));
  let body = code;
  for (const position of at.sort((a, b) => b - a)) body = `${body.slice(0, position)}return ${body.slice(position)}`;
  return `export default function (input) {\n${body}\n}`;
}

/** The same without the type checker's word: what the sandbox would get if a refusal were overlooked. */
export function shapeOfProbe(code: string): string {
  return shapeOf(moduleOf(code)).js;
}
