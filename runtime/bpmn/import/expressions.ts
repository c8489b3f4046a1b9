/** Expressions of the file as FEEL, or a refusal that names them. */
import { attr } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import { type Draft, refuse } from './draft.ts';
import { translate, type VariableType } from './foreign-expression.ts';

/** FEEL for the content of an expression element; `at` is what a refusal is told of. */
export function expressionOf(draft: Draft, at: XmlElement, expression: XmlElement, type?: VariableType): string | undefined {
  const language = attr(expression, 'language') ?? attr(draft.model.root, 'expressionLanguage');
  const words = expression.text.trim();
  const result = translate(words, languageOf(words, language), draft.variables, type);
  if (result.ok) {
    draft.report.mapped(expression);
    return result.feel;
  }
  const [zh, en] = [`表达式不能准确译成 FEEL：${result.why}`, `This expression cannot be translated exactly: ${result.why}`];
  if (!draft.live) {
    draft.report.loss(expression, zh, en);
    return undefined;
  }
  draft.report.refused(expression, zh, en);
  return refuse(draft, at, 'expression', zh, en);
}

/** XPath is only the default of the file: what is clearly no XPath is read for what it is. */
function languageOf(words: string, language: string | undefined): string | undefined {
  if (!/XPath/i.test(language ?? '')) return language;
  return /\$\{|\.\w+\(|&&|\|\||==|^[A-Za-z_]\w*\s*[<>]=?\s*\d+$|^!|^(true|false|\d+)$|^\w+$/.test(words) &&
    !/::|getDataObject|\/\//.test(words)
    ? undefined
    : language;
}
