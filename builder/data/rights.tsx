/**
 * What the open scenario may read. Looked at again by itself: a decision at another desk lights up here without a reload,
 * is said once, and the problems of the draft follow it.
 */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataRights } from '../../schemas/generated/api.ts';
import type { DataUse } from '../../schemas/generated/documents.ts';
import { useDataRights } from '../api/data.ts';
import { useSession } from '../api/session.ts';
import { useScenarioSession } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { announce } from '../ui/live.tsx';
import { showToast } from '../ui/toast.tsx';
import { ApplicationSheet } from './ApplicationSheet.tsx';
import { type RightOfUse, rightOf } from './right-of-use.ts';
import { TakeDialog } from './TakeDialog.tsx';

export interface RightsHere {
  region: string;
  scenario: string;
  /** Absent until they are known: nothing is said about rights before that. */
  rights: DataRights | undefined;
  /** Saves the draft first, so that the server knows the use, then opens the application. */
  apply(use: string): void;
  /** Opens the choice of the data a value is taken from. */
  take(path: string): void;
}

const Context = createContext<RightsHere | undefined>(undefined);

/** undefined where there is no scenario to read for: in a form of the library. */
export const useRights = (): RightsHere | undefined => useContext(Context);

export function useRightOf(use: DataUse | undefined): RightOfUse | undefined {
  const here = useRights();
  return here?.rights && use ? rightOf(use, here.rights) : undefined;
}

export function RightsProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { id: scenario, autosave, checks } = useScenarioSession();
  const { data: session } = useSession();
  const grants = session?.grants ?? [];
  const region = (grants.find(({ role }) => role === 'designer') ?? grants[0])?.region ?? '';
  const { data: rights, refetch } = useDataRights(region ? { region, scenario } : undefined);
  const [asking, setAsking] = useState<string>();
  const [taking, setTaking] = useState<string>();
  useNews(rights);
  useEffect(() => {
    if (rights) checks.setRights(rights);
  }, [checks, rights]);
  const here = useMemo<RightsHere>(
    () => ({ region, scenario, rights, apply: (use) => void autosave.flush().then(() => setAsking(use)), take: setTaking }),
    [region, scenario, rights, autosave],
  );
  return (
    <Context value={here}>
      {children}
      <TakeDialog path={taking} rights={rights} onClose={() => setTaking(undefined)} onApply={here.apply} />
      <ApplicationSheet
        asked={asking === undefined ? undefined : { region, scenario, use: asking }}
        onClose={() => setAsking(undefined)}
        onSent={(page) => {
          setAsking(undefined);
          void refetch();
          showToast(t(page.state === 'draft' ? 'data.apply.kept' : 'data.apply.sent', { number: page.number }));
        }}
      />
    </Context>
  );
}

/** One message when something was granted since the last look; several at once are one message. */
function useNews(rights: DataRights | undefined): void {
  const { t } = useTranslation();
  const text = useText();
  const before = useRef<DataRights>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = rights;
    if (!last || !rights) return;
    const lit = Object.entries(rights.contracts).filter(
      ([id, { status }]) => status === 'granted' && last.contracts[id]?.status !== 'granted',
    );
    if (lit.length === 0) return;
    const names = lit.map(([id]) => text(rights.applications[id]?.resource.name ?? last.applications[id]?.resource.name)).filter(Boolean);
    const words = t('data.right.lit', { name: names.join(t('flow.listComma')) });
    showToast(words);
    announce(words);
  }, [rights, t, text]);
}
