import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface PagerProps {
  page: number;
  pageSize: number;
  total: number;
  onPage(page: number): void;
}

/** How many there are, and the way to the other pages. */
export function Pager({ page, pageSize, total, onPage }: PagerProps) {
  const { t } = useTranslation();
  const pages = Math.max(1, Math.ceil(total / pageSize));
  return (
    <nav className="data-pager" aria-label={t('data.pages')}>
      <span className="hint">{t('data.total', { count: total })}</span>
      {pages > 1 && (
        <>
          <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>
            {t('data.previous')}
          </Button>
          <span>{t('data.page', { page, pages })}</span>
          <Button disabled={page >= pages} onClick={() => onPage(page + 1)}>
            {t('data.next')}
          </Button>
        </>
      )}
    </nav>
  );
}
