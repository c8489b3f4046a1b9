import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../schemas/generated/documents.ts';
import { textIn } from './index.ts';

/** Reads texts of documents in the language of the screen. */
export function useText(): (text: Text | string | undefined) => string {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useCallback((text) => textIn(language, text), [language]);
}
