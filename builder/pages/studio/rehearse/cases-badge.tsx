import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCaseResults } from '../../../api/bench.ts';
import { useDocument, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { percent } from './words.ts';

/** How the cases of the saved draft went, on every page of the scenario: n/m passed, so much covered. */
export function CasesBadge() {
  const { t } = useTranslation();
  const { id, autosave } = useScenarioSession();
  const { cases } = useDocument();
  useSaveState();
  const { data } = useCaseResults(id, autosave.rev());
  if (!data) return null;
  const to = `/studio/scenes/${id}/rehearse?view=cases`;
  const { passed, total, share } = data;
  const words = t('cases.badge', { passed, total, share: percent(share) });
  const chip = () => {
    if (data.state === 'running')
      return <Chip tone="going">{total > 0 ? t('cases.badge.again', { passed, total }) : t('cases.badge.running')}</Chip>;
    if (data.state === 'none' || Object.keys(cases).length === 0) return <Chip tone="idle">{t('cases.badge.none')}</Chip>;
    if (data.state !== 'done') return <Chip tone="amber">{t(`cases.badge.${data.state}`)}</Chip>;
    return <Chip tone={passed === total ? 'done' : 'red'}>{words}</Chip>;
  };
  return (
    <Link to={to} className="cases-badge" aria-live="polite">
      {chip()}
    </Link>
  );
}
