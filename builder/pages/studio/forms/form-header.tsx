import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { SaveIndicator } from '../save-indicator.tsx';
import { StudioHeader } from '../studio-header.tsx';
import { UndoButtons } from '../undo-buttons.tsx';
import { useFormStatus, useOpenedForm } from './form-layout.tsx';
import { LiveChip, StatusChip } from './status-chip.tsx';

const tabs = ['', 'used', 'release', 'versions'] as const;

/** The same on every page of a form: name, draft and live, problems, undo and redo, 送审. */
export function FormHeader(problems: { problemsOpen: boolean; onProblems: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { id } = useScenarioSession();
  const { draft } = useOpenedForm();
  const status = useFormStatus();
  const base = `/studio/forms/${encodeURIComponent(id)}`;
  return (
    <StudioHeader
      {...problems}
      home={{ to: '/studio/forms', words: t('library.title') }}
      base={base}
      name={text(forms[id]?.name)}
      chips={
        <>
          <StatusChip status={status} />
          <LiveChip version={draft.live?.version} />
          <small className="scene-promise">{t(draft.live ? 'library.safe' : 'library.safe.none')}</small>
        </>
      }
      editing={
        draft.may.edit && (
          <>
            <SaveIndicator />
            <UndoButtons />
          </>
        )
      }
      actions={
        ((draft.may.edit && status !== 'released') || draft.may.release) && (
          <Link to={`${base}/release`} className="ant-btn-link-as">
            <Button type="primary">{t(draft.may.release ? 'library.release' : 'library.submit')}</Button>
          </Link>
        )
      }
      pages={t('library.pages')}
      tabs={tabs.map((path) => ({ path, words: t(`library.tab.${path || 'design'}`) }))}
    />
  );
}
