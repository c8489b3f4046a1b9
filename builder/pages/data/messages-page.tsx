/** /studio/data/messages: what became of one's applications and grants, and which of them end soon. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DataMessage } from '../../../schemas/generated/api.ts';
import { useDataMessages, useMessagesSeen } from '../../api/data.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { grantAddress, requestAddress } from './places.ts';

export function MessagesPage() {
  const { t } = useTranslation();
  const asked = useDataMessages();
  const seen = useMessagesSeen();
  const [newest] = asked.data?.rows ?? [];
  return (
    <Page
      title={t('messages.title')}
      lead={t('messages.lead')}
      width="text"
      actions={
        newest &&
        asked.data!.unseen > 0 && (
          <Button loading={seen.isPending} onClick={() => seen.mutate(newest.id)}>
            {t('messages.seen', { count: asked.data!.unseen })}
          </Button>
        )
      }
    >
      <Loaded asked={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState
              title={t('messages.none')}
              action={
                <Link to="/studio/data/requests">
                  <Button>{t('data.requests')}</Button>
                </Link>
              }
            >
              {t('messages.none.words')}
            </EmptyState>
          ) : (
            <ul className="application-list message-list">
              {rows.map((message) => (
                <li key={message.id} className="application-item">
                  <Message message={message} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function Message({ message: { at, words, seen, application, grant } }: { message: DataMessage }) {
  const { t } = useTranslation();
  const text = useText();
  const to = application ? requestAddress(application) : grant && grantAddress(grant);
  return (
    <>
      <p className="application-main">
        {!seen && <Chip tone="action">{t('messages.new')}</Chip>} {to ? <Link to={to}>{text(words)}</Link> : text(words)}
      </p>
      <span className="hint number">{localMinute(at)}</span>
    </>
  );
}
