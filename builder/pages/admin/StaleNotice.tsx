import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** Somebody else was faster: nothing was overwritten, and the newer state is one press away. */
export function StaleNotice({ words, onReload }: { words: string; onReload(): void }) {
  const { t } = useTranslation();
  return (
    <Alert
      className="stale-notice"
      type="warning"
      showIcon
      title={words}
      description={t('admin.stale')}
      action={<Button onClick={onReload}>{t('admin.reload')}</Button>}
    />
  );
}
