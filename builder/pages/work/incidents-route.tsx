/** /work/incidents: what failed and waits for an operator, beside the desk's other lists. */
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { IncidentsPage } from '../incidents/incidents-page.tsx';
import { WorkTabs } from './WorkTabs.tsx';

export function WorkIncidents() {
  const { t } = useTranslation();
  return (
    <Page width="full" title={t('work.inbox')} titles={[t('admin.tab.incidents')]}>
      <WorkTabs current="incidents" />
      <IncidentsPage />
    </Page>
  );
}
