/** /studio/messages: comments in which colleagues named me, the newest first. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { StaffMessage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { useMessages, useMessagesSeen } from '../../api/together.ts';
import '../../app/bell.css';
import { addressOfPlace, placeOf } from '../../comments/places.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { shortDate } from './dates.ts';

export function MessagesPage() {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const { data, error, refetch } = useMessages(true);
  const seen = useMessagesSeen();
  return (
    <Page
      title={t('bell.title')}
      lead={t('bell.lead')}
      width="text"
      actions={
        data &&
        data.unseen > 0 && (
          <Button loading={seen.isPending} onClick={() => seen.mutate(undefined)}>
            {t('bell.allSeen')}
          </Button>
        )
      }
    >
      {!data && !error && <Skeleton lines={5} />}
      {!data && error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.rows.length === 0 && (
        <EmptyState
          title={t('bell.none')}
          action={
            <Link to="/studio/scenes">
              <Button type="primary">{t('bell.scenes')}</Button>
            </Link>
          }
        >
          {t('bell.none.words')}
        </EmptyState>
      )}
      {data && data.rows.length > 0 && (
        <ul className="bell-list">
          {data.rows.map((message) => (
            <li key={message.comment}>
              <Message message={message} />
            </li>
          ))}
        </ul>
      )}
      {session?.places.includes('data') && (
        <p className="bell-more">
          <Link to="/studio/data/messages">{t('bell.data')}</Link>
        </p>
      )}
    </Page>
  );
}

function Message({ message }: { message: StaffMessage }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { comment, scenario, scenarioName, about, placeName, by, at, words, seen } = message;
  const place = t(`bell.place.${about}`, { name: text(placeName) });
  return (
    <>
      <p>
        {!seen && <Chip tone="action">{t('bell.new')}</Chip>}{' '}
        <Link to={addressOfPlace(scenario, placeOf(message), comment)}>
          {t('bell.named', { who: by, scenario: text(scenarioName), place })}
        </Link>
      </p>
      <q>{words}</q>
      <time className="hint" dateTime={at}>
        {shortDate(at, i18n.language)}
      </time>
    </>
  );
}
