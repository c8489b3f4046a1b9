/** Versions of a template: fetched as a signed file, and withdrawn when they should be offered no more. */
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateVersion } from '../../../schemas/generated/api.ts';
import { packageAddress, useWithdrawTemplate } from '../../api/market.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { showToast } from '../../ui/toast.tsx';
import { longDate } from '../studio/dates.ts';
import { Refused } from '../upgrade/refused.tsx';

interface Props {
  template: string;
  versions: readonly TemplateVersion[];
  /** Only the publisher fetches and withdraws. */
  mine?: boolean;
}

export function Versions({ template, versions, mine = true }: Props) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const [leaving, setLeaving] = useState<TemplateVersion>();
  return (
    <Sheet title={t('gallery.versions')}>
      <ul className="gallery-rows">
        {versions.map((version) => (
          <li key={version.version}>
            <p className="upgrade-release">
              <b>{`${version.label} · v${version.version}`}</b>
              {version.notes.must && <Chip tone="amber">{t('upgrade.must')}</Chip>}
              {version.notes.latestDate && <Chip>{t('upgrade.latest', { date: version.notes.latestDate })}</Chip>}
              {version.withdrawn && <Chip tone="red">{t('gallery.withdrawn', { reason: version.withdrawn.reason })}</Chip>}
              {mine && !version.withdrawn && (
                <span className="release-acts">
                  <a href={packageAddress(template, version.version)} download>
                    {t('market.export')}
                  </a>
                  <Button
                    type="link"
                    size="small"
                    aria-label={t('market.withdraw.of', { version: version.version })}
                    onClick={() => setLeaving(version)}
                  >
                    {t('market.withdraw')}
                  </Button>
                </span>
              )}
            </p>
            <p>{t('upgrade.why', { why: text(version.notes.why) })}</p>
            <p className="hint">
              {t('upgrade.releasedBy', { who: version.author, when: longDate(version.at, i18n.language) })}
              {version.reviewer && ` · ${t('market.reviewer', { who: version.reviewer })}`} ·{' '}
              {t('gallery.clones', { count: version.clones })}
            </p>
          </li>
        ))}
      </ul>
      {leaving && <Withdraw template={template} version={leaving} onClose={() => setLeaving(undefined)} />}
    </Sheet>
  );
}

function Withdraw({ template, version, onClose }: { template: string; version: TemplateVersion; onClose: () => void }) {
  const { t } = useTranslation();
  const withdraw = useWithdrawTemplate(template);
  const [reason, setReason] = useState('');
  return (
    <Modal
      open
      title={t('market.withdraw.of', { version: version.version })}
      okText={t('market.withdraw')}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 2 }}
      cancelText={t('ui.cancel')}
      confirmLoading={withdraw.isPending}
      onCancel={onClose}
      onOk={() =>
        withdraw.mutate(
          { version: version.version, reason: reason.trim() },
          {
            onSuccess: () => {
              showToast(t('market.withdraw.done', { version: version.version }));
              onClose();
            },
          },
        )
      }
    >
      <p>{t('market.withdraw.words', { count: version.clones })}</p>
      <Entry label={t('market.withdraw.reason')}>
        {(ids) => <Input.TextArea {...ids} rows={3} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Entry>
      <Refused error={withdraw.error} />
    </Modal>
  );
}
