import { useTranslation } from 'react-i18next';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { FormDesigner } from '../../../form/form-designer.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Page } from '../../../ui/page.tsx';
import { useOpenedForm } from './form-layout.tsx';
import { FormTitle } from './form-title.tsx';

/** The designer on one form of the library. */
export function DesignPage() {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { id } = useScenarioSession();
  const { draft } = useOpenedForm();
  const form = forms[id]!;
  return (
    <Page
      width="full"
      title={text(form.name)}
      titles={[t('library.title')]}
      lead={`${text(draft.departmentName)} · ${t('form.count', { count: Object.keys(form.fields).length })}`}
      actions={draft.may.edit && <FormTitle />}
    >
      <FormDesigner form={id} readOnly={!draft.may.edit} />
    </Page>
  );
}
