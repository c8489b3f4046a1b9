import { Alert, Button, type GetRef, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { ReleaseReviewPage } from '../../../../schemas/generated/api.ts';
import { problemOf } from '../../../api/client.ts';
import { type ReviewKey, useReview, useSign } from '../../../api/releases.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Page, Sheet } from '../../../ui/page.tsx';
import { FailedState, Skeleton } from '../../../ui/states.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { groups } from '../../upgrade/rows.ts';
import { shortDate } from '../dates.ts';
import '../release/release.css';
import '../versions/versions.css';

type TextAreaRef = GetRef<typeof Input.TextArea>;

/** One part of a release, for whoever answers for it: its changes as sentences, and agree or not. Nothing of another part is here. */
export function ReviewPage() {
  const { region = '', scenario = '', part = '' } = useParams();
  const key = { region, scenario, part };
  const { data, error, refetch } = useReview(key);
  if (error) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="page page-text">
        <Skeleton lines={6} />
      </div>
    );
  return <Review key={data.hash} at={key} page={data} />;
}

function Review({ at, page }: { at: ReviewKey; page: ReleaseReviewPage }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const name = text(page.name);
  return (
    <Page
      width="text"
      title={t('review.title', { name })}
      titles={[name]}
      lead={t('review.lead', {
        region: page.regionName,
        part: text(page.partName),
        who: page.askedBy,
        when: shortDate(page.askedAt, i18n.language),
      })}
      actions={<Link to="/studio/reviews">{t('reviews.title')}</Link>}
    >
      {page.message && <p>{page.message}</p>}
      <Sheet title={t('review.changes', { count: page.lines.length })}>
        {page.lines.length === 0 && <p>{t('review.nothing')}</p>}
        {groups.map((group) => {
          const lines = page.lines.filter((line) => line.group === group);
          if (lines.length === 0) return null;
          return (
            <section key={group} className="change-groups">
              <h3>{t(`upgrade.group.${group}`)}</h3>
              <ul className="change-lines">
                {lines.map((line) => (
                  <li key={line.key} className="change-line">
                    {text(line.sentence)}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </Sheet>
      <Signing at={at} page={page} />
    </Page>
  );
}

function Signing({ at, page }: { at: ReviewKey; page: ReleaseReviewPage }) {
  const { t } = useTranslation();
  const sign = useSign(at);
  const [opinion, setOpinion] = useState('');
  const [missing, setMissing] = useState(false);
  const box = useRef<TextAreaRef>(null);
  const problem = sign.error ? problemOf(sign.error) : undefined;
  const answer = (agrees: boolean) => {
    if (!agrees && !opinion.trim()) {
      setMissing(true);
      box.current?.focus();
      return;
    }
    sign.mutate({ hash: page.hash, agrees, opinion: opinion.trim() });
  };
  const signed = page.state === 'agreed' || page.state === 'refused';
  return (
    <Sheet title={t('release.signing')}>
      <div className="form-stack">
        {problem && <Alert type="error" showIcon role="alert" title={problem.title} description={problem.detail} />}
        {signed && (
          <Alert
            type={page.state === 'agreed' ? 'success' : 'warning'}
            showIcon
            role="status"
            title={t('review.done', { state: t(`release.part.${page.state}`) })}
          />
        )}
        {page.state === 'void' && <Alert type="warning" showIcon role="status" title={t('review.void')} />}
        {page.maySign ? (
          <>
            <Entry label={t('review.opinion')} hint={missing && !opinion.trim() ? t('review.opinion.missing') : undefined}>
              {(ids) => (
                <Input.TextArea
                  {...ids}
                  ref={box}
                  rows={2}
                  maxLength={500}
                  status={missing && !opinion.trim() ? 'error' : undefined}
                  value={opinion}
                  onChange={(event) => setOpinion(event.target.value)}
                />
              )}
            </Entry>
            <p className="page-actions">
              <Button type="primary" loading={sign.isPending} onClick={() => answer(true)}>
                {t('review.agree')}
              </Button>
              <Button loading={sign.isPending} onClick={() => answer(false)}>
                {t('review.refuse')}
              </Button>
            </p>
          </>
        ) : (
          <p>{t('review.own')}</p>
        )}
      </div>
    </Sheet>
  );
}
