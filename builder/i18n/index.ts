/** Texts of the staff app. Every feature has a file per language; a new file is found by itself. The portal brings its own. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Text } from '../../schemas/generated/documents.ts';
import { withSingulars } from './singular.ts';

export type Language = 'zh-CN' | 'en';
type Texts = { texts: Record<string, string> };

const files = {
  'zh-CN': import.meta.glob<Texts>(['./zh-CN/*.ts', '!./zh-CN/portal*.ts'], { eager: true }),
  en: import.meta.glob<Texts>(['./en/*.ts', '!./en/portal*.ts'], { eager: true }),
};
const merge = (modules: Record<string, Texts>) =>
  Object.assign({}, ...Object.values(modules).map((m) => m.texts)) as Record<string, string>;
const storageKey = 'lianban.language';

function storedLanguage(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

export async function startTexts(): Promise<void> {
  const lng = storedLanguage();
  document.documentElement.lang = lng;
  await i18next.use(initReactI18next).init({
    lng,
    fallbackLng: 'zh-CN',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { 'zh-CN': { translation: merge(files['zh-CN']) }, en: { translation: withSingulars(merge(files.en)) } },
  });
}

export async function changeLanguage(language: Language): Promise<void> {
  document.documentElement.lang = language;
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // A browser that keeps nothing still shows the chosen language until it is closed.
  }
  await i18next.changeLanguage(language);
}

/** A text of a document in one language; a missing English one falls back to Chinese, never to a key. */
export function textIn(language: string, text: Text | string | undefined): string {
  if (text === undefined || typeof text === 'string') return text ?? '';
  return (language === 'en' ? text.en : undefined) ?? text['zh-CN'];
}
