import type { Question } from '../../schemas/generated/api.ts';
import { filled, ownWords } from './own-words.ts';

/** Says which answers fall away with what was just answered, while they can still be brought back. */
export function RemovedAnswers({
  questions,
  language,
  text,
}: {
  questions: readonly Question[];
  language: 'zh-CN' | 'en';
  text(words: Question['label']): string;
}) {
  const words = ownWords(language);
  const names = questions.map(({ label }) => text(label)).join(language === 'en' ? ', ' : '、');
  return (
    <p role="status" className={questions.length > 0 ? 'removed-answers' : 'hidden visually-hidden'}>
      {questions.length > 0 && filled(words.removedAnswers, { names })}
    </p>
  );
}
