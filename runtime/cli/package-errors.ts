import { wordsOf } from '../api/wording/index.ts';
import { CodedError } from '../services/errors.ts';
import { CommandError } from './command.ts';

/** What the services refuse, in the words of the product. */
export async function packageErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CodedError) || error.status >= 500) throw error;
    const say = (language: 'zh-CN' | 'en') => {
      const { title, detail } = wordsOf(error.code, language, error.data);
      return detail ? `${title}${language === 'zh-CN' ? '：' : '. '}${detail}` : title;
    };
    throw new CommandError(say('zh-CN'), say('en'));
  }
}
