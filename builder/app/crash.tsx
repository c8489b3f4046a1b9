import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/states.tsx';

/** Shown when a page fails while drawing; the work itself is kept by the journal of the draft. */
export function CrashPage() {
  const { t } = useTranslation();
  return (
    <main className="page page-text">
      <h1 className="visually-hidden">{t('ui.crash')}</h1>
      <EmptyState
        title={t('ui.crash')}
        action={
          <Button type="primary" onClick={() => window.location.reload()}>
            {t('ui.reload')}
          </Button>
        }
      >
        {t('ui.crash.words')}
      </EmptyState>
    </main>
  );
}
