import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/client.ts';
import { useImpact } from '../../../api/forms.ts';
import { useDocument, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Page, Sheet } from '../../../ui/page.tsx';
import { FailedState, Skeleton } from '../../../ui/states.tsx';
import { useOpenedForm } from './form-layout.tsx';
import { ImpactList } from './impact-list.tsx';

/** 谁在用: scenarios and running cases on this form, and what the draft would mean to them. */
export function UsedPage() {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { id, autosave } = useScenarioSession();
  const { draft } = useOpenedForm();
  useSaveState();
  const mapping = draft.review?.mapping ?? {};
  const { data, error, refetch } = useImpact(id, autosave.rev(), mapping);
  return (
    <Page title={t('library.tab.used')} titles={[text(forms[id]?.name)]} lead={t('library.used.lead')}>
      <Sheet>
        {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton />}
        {data && <ImpactList impact={data} mapping={mapping} />}
      </Sheet>
    </Page>
  );
}
