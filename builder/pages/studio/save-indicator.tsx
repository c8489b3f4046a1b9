import { useTranslation } from 'react-i18next';
import { useSaveState, useScenarioSession } from '../../editing/react/session.tsx';
import { clockTime } from './dates.ts';

/** Where the work is: saved, on its way, kept on this computer, or waiting for a decision; in words. */
export function SaveIndicator() {
  const { t, i18n } = useTranslation();
  const state = useSaveState();
  const { autosave } = useScenarioSession();
  const words =
    state.kind === 'saved' && state.at
      ? t('editing.save.savedAt', { time: clockTime(state.at, i18n.language) })
      : t(`editing.save.${state.kind}`);
  return (
    <span role="status" className={`save-state save-${state.kind}`}>
      {state.kind === 'failed' ? (
        <button type="button" className="plain-button link" onClick={() => void autosave.flush()}>
          {words}
        </button>
      ) : (
        words
      )}
    </span>
  );
}
