/** /admin/releases: whether releases of the region must be agreed to before they count, and who may agree. */
import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { problemOf } from '../../api/client.ts';
import { useReleaseRule, useSaveReleaseRule } from '../../api/releases.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useProblemText } from './problem-text.ts';
import { useAdminRegion } from './region.ts';

export function ReleaseRulePage() {
  const { t } = useTranslation();
  const text = useText();
  const region = useAdminRegion();
  const { data, error, refetch } = useReleaseRule(region.code);
  const save = useSaveReleaseRule(region.code);
  const problemText = useProblemText();
  if (!data) return error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={6} />;
  const empty = data.parts.filter(({ signers }) => signers.length === 0);
  const choose = (signing: boolean) =>
    save.mutate(signing, {
      onSuccess: () =>
        showToast(t(signing ? 'releaseRule.on' : 'releaseRule.off'), { label: t('admin.undo'), run: () => save.mutate(!signing) }),
    });
  return (
    <section className="sheet" aria-labelledby="release-rule-title">
      <h2 id="release-rule-title">{t('releaseRule.title')}</h2>
      <p className="hint">{t('releaseRule.words')}</p>
      {save.error && (
        <p className="field-problem" role="alert">
          {problemText(problemOf(save.error))}
        </p>
      )}
      <Radio.Group
        aria-labelledby="release-rule-title"
        className="release-rule"
        disabled={save.isPending}
        value={data.signing}
        onChange={(event) => choose(event.target.value as boolean)}
        options={[
          { value: false, label: t('releaseRule.free') },
          { value: true, label: t('releaseRule.signed') },
        ]}
      />
      {empty.length > 0 && (
        <p role={data.signing ? 'alert' : 'note'}>
          {t(data.signing ? 'releaseRule.emptyNow' : 'releaseRule.empty', { count: empty.length })}{' '}
          <Link to={{ pathname: '/admin', search: region.chosen ? `?region=${region.code}` : '' }}>{t('releaseRule.grant')}</Link>
        </p>
      )}
      <div className="admin-table-place plain">
        <table className="admin-table">
          <thead>
            <tr>
              <th scope="col">{t('releaseRule.part')}</th>
              <th scope="col">{t('releaseRule.signers')}</th>
            </tr>
          </thead>
          <tbody>
            {data.parts.map(({ part, name, signers }) => (
              <tr key={part}>
                <td className="main">{text(name)}</td>
                <td data-label={t('releaseRule.signers')}>
                  {signers.length > 0 ? signers.join(t('release.comma')) : <Chip tone="amber">{t('releaseRule.nobody')}</Chip>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
