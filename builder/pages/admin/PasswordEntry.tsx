import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { makePassword, secureRandom } from './password.ts';

/** Shown in clear while it is set: it is handed over once, and the administrator must be able to read it out. */
export function PasswordEntry({ id, value, onChange }: { id: string; value: string; onChange(value: string): void }) {
  const { t } = useTranslation();
  return (
    <div className="native">
      <label htmlFor={id} className="entry-label">
        {t('admin.password')}
      </label>
      <div className="password-row">
        <input
          id={id}
          className="password"
          type="text"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={value}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
        />
        <Button onClick={() => onChange(makePassword(secureRandom))}>{t('admin.password.make')}</Button>
      </div>
      <p id={`${id}-hint`} className="hint">
        {t('admin.password.hint')}
      </p>
    </div>
  );
}
