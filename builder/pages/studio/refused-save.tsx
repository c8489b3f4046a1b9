import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useHistory, useSaveState } from '../../editing/react/session.tsx';

/** What is on the screen may not be saved: why, in the server's words, and the way back. */
export function RefusedSave() {
  const { t } = useTranslation();
  const state = useSaveState();
  const { past, undo } = useHistory();
  if (state.kind !== 'refused') return null;
  const [title, ...reasons] = state.reasons;
  return (
    <Alert
      type="error"
      showIcon
      banner
      role="alert"
      title={title ?? t('editing.save.refused')}
      description={reasons.length > 0 ? reasons.map((reason) => <p key={reason}>{reason}</p>) : undefined}
      action={
        past.length > 0 && (
          <Button size="small" onClick={undo}>
            {t('market.refused.undo')}
          </Button>
        )
      }
    />
  );
}
