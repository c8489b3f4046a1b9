import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { TemplateDetail } from '../../../schemas/generated/api.ts';
import { useCloneTemplate } from '../../api/gallery.ts';
import { useText } from '../../i18n/use-text.ts';
import { Entry } from '../../ui/text-entry.tsx';
import { Refused } from '../upgrade/refused.tsx';

/** Name, then the localisation sheet; secrets, grants, seals and people stay where they are. */
export function CloneButton({ detail }: { detail: TemplateDetail }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const clone = useCloneTemplate();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(detail.card.name['zh-CN'] ?? '');
  const go = () => {
    if (!name.trim()) return;
    const same = name.trim() === detail.card.name['zh-CN'];
    clone.mutate(
      { from: { template: detail.card.key, version: detail.version }, ...(same ? {} : { name: { 'zh-CN': name.trim() } }) },
      { onSuccess: ({ id }) => void navigate(`/studio/scenes/${id}/localise`) },
    );
  };
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('gallery.clone')}
      </Button>
      <Modal
        open={open}
        title={t('gallery.clone.title', { name: text(detail.card.name) })}
        okText={t('gallery.clone.go')}
        cancelText={t('ui.cancel')}
        confirmLoading={clone.isPending}
        onCancel={() => setOpen(false)}
        onOk={go}
      >
        <div className="form-stack">
          <Entry label={t('gallery.clone.name')} hint={t('gallery.clone.name.hint')}>
            {(ids) => <Input {...ids} autoFocus value={name} onChange={(event) => setName(event.target.value)} onPressEnter={go} />}
          </Entry>
          <p className="hint">{t('gallery.clone.words')}</p>
          <Refused error={clone.error} />
        </div>
      </Modal>
    </>
  );
}
