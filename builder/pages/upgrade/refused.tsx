import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/client.ts';

/** Why something was not done, in the server's words. */
export function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const problem = problemOf(error);
  const lines = (problem.problems ?? []).flatMap((one) => ('message' in one && typeof one.message === 'string' ? [one.message] : []));
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problem.status === 0 ? t('ui.offline') : (problem.detail ?? problem.title ?? t('ui.failed'))}
      description={lines.length > 0 ? lines.map((line) => <p key={line}>{line}</p>) : undefined}
    />
  );
}
