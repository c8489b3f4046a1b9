/** Who changed what in this draft, in sentences, by person and time; any earlier state is put back as one edit that can be undone. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import { problemOf } from '../../../api/client.ts';
import { getHistory } from '../../../api/together.ts';
import { useDocument, useExecute, useHistory, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { announce } from '../../../ui/live.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../../ui/states.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { clockTime, longDate, secondOf, shortDate } from '../dates.ts';
import { ChangeList } from '../versions/change-list.tsx';
import { compare } from '../versions/changes.ts';
import { type Saved, type Sitting, sittingsOf } from './history.ts';
import './history.css';

/** Sittings shown at once: each is compared as a whole. */
const step = 10;

export function HistoryPage() {
  const { t, i18n } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const [shown, setShown] = useState(step);
  const { sittings, error, pending, more, fetching, fetchMore, refetch } = useSittings();
  const visible = sittings.slice(0, shown);
  const further = sittings.length > shown || more;
  return (
    <Page title={t('history.title')} titles={[text(pkg.scenario.name)]} lead={t('history.lead')}>
      {pending && <Skeleton lines={8} />}
      {error && sittings.length === 0 && <FailedState problem={problemOf(error)} onRetry={refetch} />}
      {!pending && !error && sittings.length === 0 && <EmptyState title={t('history.none')}>{t('history.none.words')}</EmptyState>}
      <ol className="history">
        {visible.map((sitting, at) => {
          const day = longDate(sitting.to, i18n.language);
          const first = at === 0 || longDate(visible[at - 1]!.to, i18n.language) !== day;
          return (
            <li key={sitting.revisions[0]!.rev}>
              {first && <h2 className="history-day">{day}</h2>}
              <SittingSheet sitting={sitting} newest={at === 0} />
            </li>
          );
        })}
      </ol>
      {error && sittings.length > 0 && <FailedState problem={problemOf(error)} onRetry={fetchMore} />}
      {further && (
        <Button
          loading={fetching}
          onClick={() => {
            setShown((count) => count + step);
            if (sittings.length < shown + step && more) fetchMore();
          }}
        >
          {t('history.more')}
        </Button>
      )}
      {!further && sittings.length > 0 && <p className="hint">{t('history.begin')}</p>}
    </Page>
  );
}

/** Saves page by page, and anew once something was saved. */
function useSittings() {
  const { id, autosave } = useScenarioSession();
  const client = useQueryClient();
  useSaveState();
  const asked = useInfiniteQuery({
    queryKey: ['scenarios', id, 'history', autosave.rev()],
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam, signal }) => {
      // What was just done belongs to the history as well.
      if (pageParam === undefined) await autosave.flush();
      return getHistory(id, pageParam)(client, signal);
    },
    getNextPageParam: (last) => (last.more ? last.revisions.at(-1)?.rev : undefined),
    placeholderData: (before) => before,
    staleTime: 0,
    gcTime: 0,
  });
  const sittings = useMemo(() => {
    const pages = asked.data?.pages ?? [];
    const now = pages[0]?.package as ScenarioPackage | undefined;
    return now
      ? sittingsOf(
          now,
          pages.flatMap(({ revisions }) => revisions),
        )
      : [];
  }, [asked.data]);
  return {
    sittings,
    error: asked.error,
    pending: asked.isPending,
    more: asked.hasNextPage,
    fetching: asked.isFetchingNextPage,
    fetchMore: () => void asked.fetchNextPage(),
    refetch: () => void asked.refetch(),
  };
}

function SittingSheet({ sitting, newest }: { sitting: Sitting; newest: boolean }) {
  const { t, i18n } = useTranslation();
  const { by, from, to, revisions, before, after } = sitting;
  const [open, setOpen] = useState(false);
  const restore = useRestoreTo();
  const [start, end] = [clockTime(from, i18n.language), clockTime(to, i18n.language)];
  return (
    <section className="sheet history-sitting">
      <header>
        <h3>
          {by} <time dateTime={to}>{start === end ? end : t('history.fromTo', { start, end })}</time>
        </h3>
        {!newest && (
          <Button
            size="small"
            aria-label={t('history.restoreTo', { who: by, when: shortDate(to, i18n.language) })}
            onClick={() => restore(after, to)}
          >
            {t('history.restore')}
          </Button>
        )}
      </header>
      <Changes before={before} after={after} />
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('history.saves', { count: revisions.length })}</summary>
        {open && (
          <ol className="history-saves">
            {revisions.map((saved, at) => (
              <SavedRow key={saved.rev} saved={saved} by={by} newest={newest && at === 0} />
            ))}
          </ol>
        )}
      </details>
    </section>
  );
}

function Changes({ before, after }: { before: ScenarioPackage; after: ScenarioPackage }) {
  const { t } = useTranslation();
  const comparison = useMemo(() => compare(before, after), [before, after]);
  return comparison.groups.length === 0 ? <p className="hint">{t('history.backAgain')}</p> : <ChangeList comparison={comparison} />;
}

/** One save, to the second. */
function SavedRow({ saved: { at, before, after }, by, newest }: { saved: Saved; by: string; newest: boolean }) {
  const { t, i18n } = useTranslation();
  const restore = useRestoreTo();
  const when = secondOf(at, i18n.language);
  return (
    <li>
      <p className="history-save">
        <time dateTime={at}>{when}</time>
        {!newest && (
          <Button size="small" type="link" aria-label={t('history.restoreTo', { who: by, when })} onClick={() => restore(after, at)}>
            {t('history.restore')}
          </Button>
        )}
      </p>
      <Changes before={before} after={after} />
    </li>
  );
}

/** An earlier state as the draft of now, in one step; nothing is asked, undo takes it back. */
function useRestoreTo() {
  const { t, i18n } = useTranslation();
  const execute = useExecute();
  const { editor } = useScenarioSession();
  const { undo } = useHistory();
  return (document: ScenarioPackage, at: string) => {
    const { edits } = editor.state();
    const when = shortDate(at, i18n.language);
    if (!execute('document.replace', { document, why: 'restored', name: when })) return;
    const changed = editor.state().edits !== edits;
    const words = t(changed ? 'history.restored' : 'history.restored.same', { when });
    announce(words);
    showToast(words, changed ? { label: t('editing.undo'), run: undo } : undefined);
  };
}
