/** The states every list, panel and page has besides its content: loading, empty, failed, not allowed, offline. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FolderDrawing, LockDrawing, PlugDrawing, SheetDrawing } from './drawings.tsx';
import './states.css';

/** Grey lines where text will be; keeps the height so that nothing jumps. */
export function Skeleton({ lines = 4, label }: { lines?: number; label?: string }) {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status" aria-label={label ?? t('ui.loading')}>
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
        <span key={i} style={{ width: `${[92, 76, 84, 60][i % 4]}%` }} />
      ))}
    </div>
  );
}

interface StateProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

function State({ drawing, title, children, action, role }: StateProps & { drawing: ReactNode; role?: 'alert' | 'status' }) {
  return (
    <div className="state" role={role}>
      {drawing}
      <p className="state-title">{title}</p>
      {children && <div className="state-words">{children}</div>}
      {action && <div className="state-action">{action}</div>}
    </div>
  );
}

/** Nothing here yet: one sentence and one thing to do. */
export const EmptyState = (props: StateProps) => <State drawing={<FolderDrawing />} {...props} />;

/** What can be said of a failed request; kept apart from the client so that `ui` needs nothing. */
export interface FailedProps {
  problem: { status: number; title?: string; traceId?: string };
  onRetry?: () => void;
}

/** Chooses between failed, not allowed and offline, each with what to do next. */
export function FailedState({ problem, onRetry }: FailedProps) {
  const { t } = useTranslation();
  const retry = onRetry && (
    <Button type="primary" onClick={onRetry}>
      {t('ui.retry')}
    </Button>
  );
  if (problem.status === 0)
    return (
      <State role="alert" drawing={<PlugDrawing />} title={t('ui.offline')} action={retry}>
        {t('ui.offline.words')}
      </State>
    );
  if (problem.status === 403)
    return (
      <State role="alert" drawing={<LockDrawing />} title={t('ui.forbidden')}>
        {t('ui.forbidden.words')}
      </State>
    );
  if (problem.status === 404)
    return (
      <State role="alert" drawing={<SheetDrawing />} title={t('ui.notFound')}>
        {t('ui.notFound.words')}
      </State>
    );
  return (
    <State role="alert" drawing={<SheetDrawing />} title={t('ui.failed')} action={retry}>
      <p>{t('ui.failed.words')}</p>
      {problem.traceId && (
        <p>
          {t('ui.trace')} <code className="state-trace">{problem.traceId}</code>
        </p>
      )}
    </State>
  );
}
