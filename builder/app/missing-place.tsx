import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';

export function MissingPlace() {
  const { t } = useTranslation();
  return (
    <Page title={t('session.missingPlace')}>
      <EmptyState title={t('session.missingPlace')} />
    </Page>
  );
}
