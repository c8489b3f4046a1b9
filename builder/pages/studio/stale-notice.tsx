import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getDraft } from '../../api/scenarios.ts';
import { type Difference, differences } from '../../editing/difference.ts';
import { useDocument, useSaveState, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Skeleton } from '../../ui/states.tsx';

/** A save met a newer draft: what each side changed, and whose draft to go on with. Nothing is overwritten silently. */
export function StaleNotice() {
  const { t } = useTranslation();
  const state = useSaveState();
  const { id, autosave, editor } = useScenarioSession();
  const mine = useDocument();
  const stale = state.kind === 'stale';
  const [later, setLater] = useState(false);
  const { data: theirs } = useQuery({
    queryKey: ['scenarios', id, 'stale', autosave.rev()],
    enabled: stale,
    queryFn: () => getDraft(id),
    gcTime: 0,
    staleTime: 0,
  });
  if (!stale) return null;
  const decide = (keep: 'mine' | 'theirs') => {
    if (!theirs) return;
    if (keep === 'mine') autosave.rebase(theirs.rev, mine, true);
    else {
      autosave.rebase(theirs.rev, theirs.package, false);
      editor.replace(theirs.package);
    }
    setLater(false);
  };
  return (
    <Modal
      open={!later}
      title={t('editing.stale.title')}
      onCancel={() => setLater(true)}
      width={640}
      footer={
        <>
          <Button onClick={() => decide('theirs')} disabled={!theirs}>
            {t('editing.stale.useTheirs')}
          </Button>
          <Button type="primary" onClick={() => decide('mine')} disabled={!theirs}>
            {t('editing.stale.useMine')}
          </Button>
        </>
      }
    >
      <p>{t('editing.stale.words', { who: state.editedBy || t('editing.stale.someone') })}</p>
      {theirs ? <DifferenceList list={differences(theirs.package, mine)} /> : <Skeleton />}
    </Modal>
  );
}

/** Differences as lines of words: 修改 步骤「公安受理」. */
export function DifferenceList({ list }: { list: Difference[] }) {
  const { t } = useTranslation();
  const text = useText();
  if (list.length === 0) return <p>{t('editing.stale.none')}</p>;
  return (
    <ul className="difference-list">
      {list.map((d) => (
        <li key={`${d.kind} ${d.id}`} className={`difference difference-${d.change}`}>
          <b>{t(`editing.change.${d.change}`)}</b> {t(`editing.kind.${d.kind}`)}
          {d.name && `「${text(d.name)}」`}
        </li>
      ))}
    </ul>
  );
}
