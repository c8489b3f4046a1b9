import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getForm } from '../../../api/forms.ts';
import { differences } from '../../../editing/difference.ts';
import { useDocument, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { DifferenceList } from '../stale-notice.tsx';
import { packageOfDraft } from './use-form-session.ts';

/** A save met a newer draft: what each side changed, and whose draft to go on with. */
export function FormStale() {
  const { t } = useTranslation();
  const state = useSaveState();
  const { id, autosave, editor } = useScenarioSession();
  const mine = useDocument();
  const stale = state.kind === 'stale';
  const [later, setLater] = useState(false);
  const { data: theirs } = useQuery({
    queryKey: ['forms', id, 'stale', autosave.rev()],
    enabled: stale,
    queryFn: async () => {
      const draft = await getForm(id);
      return { rev: draft.rev, package: packageOfDraft(draft) };
    },
    gcTime: 0,
    staleTime: 0,
  });
  if (state.kind !== 'stale') return null;
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
