import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UpgradeCase, UpgradePage } from '../../../schemas/generated/api.ts';
import { useCheckUpgrade, useFinishUpgrade } from '../../api/upgrades.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Refused } from './refused.tsx';

interface Props {
  id: string;
  page: UpgradePage;
  /** Goes to the change a case fails for. */
  onChange: (key: string) => void;
}

/** The sample cases on the merged draft, and then the end: one step, undone as one. */
export function FinishPart({ id, page, onChange }: Props) {
  const { t } = useTranslation();
  const check = useCheckUpgrade(id);
  const finish = useFinishUpgrade(id);
  const { checked, counts } = page;
  const valid = checked && !checked.stale;
  const failed = checked?.cases.filter((one) => !one.passed) ?? [];
  const why =
    counts.open > 0
      ? t('upgrade.finish.open', { count: counts.open })
      : !valid
        ? t('upgrade.finish.unchecked')
        : page.canFinish
          ? ''
          : t('upgrade.finish.failed', { count: failed.length });
  return (
    <Sheet title={t('upgrade.finish.title')} note={t('upgrade.finish.words')}>
      <Refused error={check.error ?? finish.error} />
      {checked && (
        <>
          <Alert
            type={checked.stale ? 'warning' : checked.passed ? 'success' : 'error'}
            showIcon
            role="status"
            title={
              checked.stale
                ? t('upgrade.check.stale')
                : checked.passed
                  ? t('upgrade.check.passed', { count: checked.cases.length })
                  : t('upgrade.check.failed', { count: failed.length, all: checked.cases.length })
            }
          />
          <ul className="upgrade-cases">
            {[...failed, ...checked.cases.filter((one) => one.passed)].map((one) => (
              <CaseRow key={one.id} one={one} onChange={onChange} />
            ))}
          </ul>
        </>
      )}
      <p className="upgrade-acts">
        <Button
          loading={check.isPending}
          disabled={counts.open > 0}
          type={valid ? 'default' : 'primary'}
          onClick={() => check.mutate(page.rev)}
        >
          {t(checked ? 'upgrade.check.again' : 'upgrade.check')}
        </Button>
        <Button
          type={valid ? 'primary' : 'default'}
          disabled={!page.canFinish}
          loading={finish.isPending}
          onClick={() =>
            finish.mutate(
              { rev: page.rev, draftRev: page.draftRev },
              { onSuccess: () => showToast(t('upgrade.finished', { to: page.to.version })) },
            )
          }
        >
          {t('upgrade.finish')}
        </Button>
        {why && <span className="hint">{why}</span>}
      </p>
    </Sheet>
  );
}

function CaseRow({ one, onChange }: { one: UpgradeCase; onChange: (key: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <li>
      <p>
        <Chip tone={one.passed ? 'done' : 'red'}>{t(one.passed ? 'upgrade.case.passed' : 'upgrade.case.failed')}</Chip> {text(one.name)}
        {!one.passed && one.before === false && <span className="hint"> {t('upgrade.case.before')}</span>}
      </p>
      {one.problems.map((problem) => (
        <p key={text(problem)} className="upgrade-problem">
          {text(problem)}
        </p>
      ))}
      {one.causes.map((cause) => (
        <p key={cause.key} className="upgrade-cause">
          {t('upgrade.case.cause', { what: text(cause.sentence) })}{' '}
          <Button type="link" size="small" onClick={() => onChange(cause.key)}>
            {t('upgrade.toChange')}
          </Button>
        </p>
      ))}
      {one.differs?.map((words) => (
        <p key={text(words)} className="hint">
          {text(words)}
        </p>
      ))}
    </li>
  );
}
