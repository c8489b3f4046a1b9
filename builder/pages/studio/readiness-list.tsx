import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { type ReadinessItem, useReadiness } from '../../api/scenarios.ts';
import { WaitingRights } from '../../data/WaitingRights.tsx';
import { useSaveState, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { FailedState, Skeleton } from '../../ui/states.tsx';

/** Done and not done, each with the place where it is done; read again after every save. */
export function ReadinessList() {
  const { id, autosave } = useScenarioSession();
  useSaveState();
  const { data, error, isPending, refetch } = useReadiness(id, autosave.rev());
  if (isPending) return <Skeleton />;
  if (error) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  return (
    <>
      <ul className="readiness">
        {data.map((item) => (
          <Line key={item.code} item={item} />
        ))}
      </ul>
      <WaitingRights />
    </>
  );
}

function Line({ item }: { item: ReadinessItem }) {
  const { t } = useTranslation();
  const text = useText();
  const { id } = useScenarioSession();
  return (
    <li className={item.done ? 'ready-done' : 'ready-open'}>
      <span aria-hidden="true" className="ready-mark">
        {item.done ? '✓' : '○'}
      </span>
      <span>
        {text(item.text)}
        <span className="visually-hidden">{t(item.done ? 'studio.overview.done' : 'studio.overview.todo')}</span>
      </span>
      {!item.done && item.link && (
        <Link to={item.link.startsWith('/') ? item.link : `/studio/scenes/${id}/${item.link}`}>{t('studio.overview.go')}</Link>
      )}
    </li>
  );
}
