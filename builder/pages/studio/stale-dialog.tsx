import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import { differences } from '../../editing/difference.ts';
import { useDocument, useSaveState, useScenarioSession } from '../../editing/react/session.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { DifferenceList } from './difference-list.tsx';

interface Props {
  /** Scenarios and forms are asked for apart. */
  scope: 'scenarios' | 'forms';
  /** The draft as the server has it now. */
  read(id: string): Promise<{ rev: number; package: ScenarioPackage }>;
}

/** A save met a newer draft: what each side changed, and whose draft to go on with. Nothing is overwritten silently. */
export function StaleDialog({ scope, read }: Props) {
  const { t } = useTranslation();
  const state = useSaveState();
  const { id, autosave, editor } = useScenarioSession();
  const mine = useDocument();
  const stale = state.kind === 'stale';
  const [later, setLater] = useState(false);
  const { data: theirs } = useQuery({
    queryKey: [scope, id, 'stale', autosave.rev()],
    enabled: stale,
    queryFn: () => read(id),
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
