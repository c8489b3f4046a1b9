import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** Somebody else was faster: nothing was overwritten, and the newer state is one press away. */
export function StaleNotice({ words, onReload }: { words: string; onReload(): void }) {
  const { t } = useTranslation();
  return (
    <div className="stale-notice" role="alert">
      <div>
        <b>{words}</b>
        <p>{t('admin.stale')}</p>
      </div>
      <Button onClick={onReload}>{t('admin.reload')}</Button>
    </div>
  );
}
