/** 一直这样定: choices a county made once and for all; each can be forgotten, and the next upgrade asks again. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { RememberedChoice } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useRemember, useRemembered } from '../../api/market.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { showToast, ToastPlace } from '../../ui/toast.tsx';
import { shortDate } from '../studio/dates.ts';
import { Refused } from './refused.tsx';
import './upgrade.css';

export function RememberedPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useRemembered(id);
  return (
    <Page title={t('remembered')} lead={t('remembered.lead')}>
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to={`/studio/scenes/${id}`}>{t('upgrade.back')}</Link>
        <Link to={`/studio/scenes/${id}/upgrade`}>{t('upgrade.title')}</Link>
        <Link to={`/studio/scenes/${id}/drift`}>{t('drift.title')}</Link>
      </nav>
      {isPending && <Skeleton lines={6} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={t('remembered.none')}>{t('remembered.none.words')}</EmptyState>}
      {data && data.length > 0 && <Choices id={id} choices={data} />}
      <ToastPlace />
    </Page>
  );
}

function Choices({ id, choices }: { id: string; choices: RememberedChoice[] }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const remember = useRemember(id);
  const forget = ({ key, take }: RememberedChoice) =>
    remember.mutate(
      { key },
      { onSuccess: () => showToast(t('remembered.forgotten'), { label: t('remembered.undo'), run: () => remember.mutate({ key, take }) }) },
    );
  return (
    <Sheet title={t('remembered.count', { count: choices.length })}>
      <Refused error={remember.error} />
      <ul className="upgrade-items">
        {choices.map((choice) => (
          <li key={choice.key} className="upgrade-item">
            <p className="upgrade-sentence">
              <Chip tone="action">{t(`remembered.take.${choice.take}`)}</Chip>
              <span className="upgrade-words">{text(choice.sentence)}</span>
              <Button
                size="small"
                loading={remember.isPending}
                aria-label={t('remembered.forget.of', { what: text(choice.sentence) })}
                onClick={() => forget(choice)}
              >
                {t('remembered.forget')}
              </Button>
            </p>
            <p className="hint">{t('remembered.by', { who: choice.by, when: shortDate(choice.at, i18n.language) })}</p>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
