/** The five states of a list or page around one question to the server. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../api/client.ts';
import { FailedState, Skeleton } from '../ui/states.tsx';
import { localMinute } from './times.ts';
import './data.css';

interface Asked<T> {
  data: T | undefined;
  error: Error | null;
  dataUpdatedAt: number;
  refetch(): unknown;
}

interface LoadedProps<T> {
  asked: Asked<T>;
  lines?: number;
  /** In place of the content when the person's role does not open it: who can give it. */
  forbidden?: ReactNode;
  children(data: T): ReactNode;
}

/** Loading, failed, not allowed, and content that could not be brought up to date; empty is for the content to say. */
export function Loaded<T>({ asked, lines = 6, forbidden, children }: LoadedProps<T>) {
  const { t } = useTranslation();
  const { data, error, dataUpdatedAt, refetch } = asked;
  if (data === undefined) {
    if (!error) return <Skeleton lines={lines} />;
    const problem = problemOf(error);
    return problem.status === 403 && forbidden ? forbidden : <FailedState problem={problem} onRetry={() => void refetch()} />;
  }
  return (
    <>
      {error && (
        <p className="data-stale" role="status">
          <span>{t('data.stale', { at: localMinute(new Date(dataUpdatedAt).toISOString()) })}</span>
          <Button size="small" onClick={() => void refetch()}>
            {t('ui.retry')}
          </Button>
        </p>
      )}
      {children(data)}
    </>
  );
}
