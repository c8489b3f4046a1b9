/** Who a scenario is for and about, and what it works out beside the questions: audience, subjects, values. */
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import '../../properties/properties.css';
import { Page } from '../../ui/page.tsx';
import { AudienceSheet } from './basics/audience-sheet.tsx';
import './basics/basics.css';
import { SubjectsSheet } from './basics/subjects-sheet.tsx';
import { VariablesSheet } from './basics/variables-sheet.tsx';

export function BasicsPage() {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  return (
    <Page title={t('basics.title')} titles={[text(scenario.name)]} lead={t('basics.lead')}>
      <AudienceSheet />
      <SubjectsSheet />
      <VariablesSheet />
    </Page>
  );
}
