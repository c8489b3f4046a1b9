import { Tooltip } from 'antd';
import { createContext, type ReactNode, use } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Colleague } from '../../api/scenarios.ts';
import { useDocument, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { usePresence } from './use-presence.ts';
import './people-here.css';

const People = createContext<readonly Colleague[]>([]);

/** Knows who else has this draft open. */
export function PeopleProvider({ children }: { children: ReactNode }) {
  return <People value={usePresence()}>{children}</People>;
}

/** Faces in the header; each leads to the step that person has open. */
export function PeopleHere() {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { id } = useScenarioSession();
  const people = use(People);
  if (people.length === 0) return null;
  return (
    <ul className="people-here" aria-label={t('studio.people')}>
      {people.map((person) => {
        const step = person.step ? text(scenario.nodes[person.step]?.name) : '';
        const words = step ? t('studio.people.at', { name: person.name, step }) : t('studio.people.here', { name: person.name });
        return (
          <li key={person.page}>
            <Tooltip title={words}>
              <Link
                to={`/studio/scenes/${id}/flow${person.step && step ? `?step=${encodeURIComponent(person.step)}` : ''}`}
                aria-label={words}
              >
                {[...person.name].at(-1)}
              </Link>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

/** Says that a colleague has the same step open: a hold that warns and does not lock. */
export function SoftHold() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const step = params.get('step');
  const holder = use(People).find((person) => step !== null && person.step === step);
  return (
    <p role="status" className={holder ? 'soft-hold' : 'visually-hidden'}>
      {holder ? t('studio.people.holds', { name: holder.name }) : ''}
    </p>
  );
}
