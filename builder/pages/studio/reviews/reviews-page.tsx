import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReleaseReviewList } from '../../../../schemas/generated/api.ts';
import { problemOf } from '../../../api/client.ts';
import { useReviews } from '../../../api/releases.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip, type Tone } from '../../../ui/chip.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../../ui/states.tsx';
import { shortDate } from '../dates.ts';
import '../release/release.css';
import '../scenario-list.css';

type Row = ReleaseReviewList[number];
const tones: Record<Row['state'], Tone> = { waiting: 'amber', agreed: 'done', refused: 'red', void: 'amber' };

/** Releases that change a part of mine and wait for me to agree. */
export function ReviewsPage() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useReviews();
  return (
    <Page title={t('reviews.title')} lead={t('reviews.lead')}>
      {isPending && <Skeleton />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={t('reviews.none')}>{t('reviews.none.words')}</EmptyState>}
      {data && data.length > 0 && (
        <ul className="home-list">
          {data.map((row) => (
            <ReviewRow key={`${row.region} ${row.scenario} ${row.part}`} row={row} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function ReviewRow({ row }: { row: Row }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  return (
    <li className="home-row">
      <span>
        <Link to={`/studio/reviews/${row.region}/${row.scenario}/${row.part}`}>{text(row.name)}</Link>
        <Chip tone={tones[row.state]}>{t(`release.part.${row.state}`)}</Chip>
      </span>
      <span className="hint">
        {t('reviews.row', { part: text(row.partName), count: row.changes, who: row.askedBy, when: shortDate(row.askedAt, i18n.language) })}
      </span>
    </li>
  );
}
