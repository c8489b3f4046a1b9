/** What keeps a scenario from being published for want of a right: each by its name, with the application, whose turn it is and until when. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ranked } from '../editing/rank.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { RightChip } from './RightLine.tsx';
import { rightOf } from './right-of-use.ts';
import { useRights } from './rights.tsx';

export function WaitingRights() {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const rights = useRights()?.rights;
  if (!rights) return null;
  const waiting = ranked(scenario.data).flatMap(([id, use]) => {
    const right = rightOf(use, rights);
    return right.state === 'granted' ? [] : [{ id, use, right }];
  });
  if (waiting.length === 0) return null;
  return (
    <ul className="step-rights waiting-rights" aria-label={t('data.right')}>
      {waiting.map(({ id, use, right }) => (
        <li key={id}>
          {text(use.name)} <RightChip use={use} />{' '}
          {right.application && (
            <Link to={`/studio/data/requests/${right.application.id}`}>
              {t('data.application.no', { number: right.application.number })}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
