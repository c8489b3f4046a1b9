import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/client.ts';
import { useComment, useMergeComments } from '../../api/upgrades.ts';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { shortDate } from '../studio/dates.ts';
import { Refused } from './refused.tsx';

/** What the county and the province say to each other about one change. */
export function Comments({ id, change }: { id: string; change: string }) {
  const { t, i18n } = useTranslation();
  const asked = useMergeComments(id, change);
  const send = useComment(id, change);
  const [words, setWords] = useState('');
  return (
    <div className="upgrade-comments">
      {asked.isPending && <Skeleton lines={2} />}
      {asked.error && <FailedState problem={problemOf(asked.error)} onRetry={() => void asked.refetch()} />}
      {asked.data?.length === 0 && <p className="hint">{t('upgrade.comments.none')}</p>}
      <ul>
        {asked.data?.map((one) => (
          <li key={one.id}>
            <p className="hint">{`${one.regionName} ${one.by} · ${shortDate(one.at, i18n.language)}`}</p>
            <p>{one.words}</p>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (words.trim() !== '') send.mutate(words.trim(), { onSuccess: () => setWords('') });
        }}
      >
        <Input.TextArea
          autoSize={{ minRows: 2 }}
          value={words}
          maxLength={1000}
          aria-label={t('upgrade.comments.write')}
          placeholder={t('upgrade.comments.write')}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button size="small" htmlType="submit" loading={send.isPending} disabled={words.trim() === ''}>
          {t('upgrade.comments.send')}
        </Button>
      </form>
      <Refused error={send.error} />
    </div>
  );
}
