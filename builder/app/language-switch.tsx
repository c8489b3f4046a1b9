import { useTranslation } from 'react-i18next';
import { changeLanguage } from '../i18n/index.ts';

/** Shows the other language by its own name. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const english = i18n.language === 'en';
  return (
    <button
      type="button"
      className="plain-button language-switch"
      lang={english ? 'zh-CN' : 'en'}
      onClick={() => void changeLanguage(english ? 'zh-CN' : 'en')}
    >
      {english ? '中文' : 'English'}
    </button>
  );
}
