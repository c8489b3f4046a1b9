import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  offset: number;
  size: number;
  total: number;
  onOffset(offset: number): void;
}

/** To the page before and after; nothing where one page holds all. */
export function OffsetPager({ offset, size, total, onOffset }: Props) {
  const { t } = useTranslation();
  if (total <= size) return null;
  return (
    <p className="page-actions">
      <Button disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - size))}>
        {t('library.previous')}
      </Button>
      <Button disabled={offset + size >= total} onClick={() => onOffset(offset + size)}>
        {t('library.next')}
      </Button>
    </p>
  );
}
