import { PlusOutlined } from '@ant-design/icons';
import { Alert, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useCreateScenario, useScenarios } from '../../api/scenarios.ts';
import { useText } from '../../i18n/use-text.ts';
import { Entry } from '../../ui/text-entry.tsx';

/** Button and sheet: a name, and what to start from. */
export function CreateScenario() {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { data: scenarios } = useScenarios();
  const create = useCreateScenario();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [from, setFrom] = useState('');
  const go = () => {
    if (!name.trim()) return;
    create.mutate(
      { name: { 'zh-CN': name.trim() }, from: from ? { scenario: from } : undefined },
      { onSuccess: ({ id }) => void navigate(`/studio/scenes/${id}/flow`) },
    );
  };
  const options = [
    { value: '', label: t('studio.create.blank') },
    ...(scenarios ?? []).map((row) => ({ value: row.id, label: t('studio.create.copy', { name: text(row.name) }) })),
  ];
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {t('studio.create')}
      </Button>
      <Modal
        open={open}
        title={t('studio.create.title')}
        onCancel={() => setOpen(false)}
        okText={t('studio.create.go')}
        cancelText={t('ui.cancel')}
        onOk={go}
        confirmLoading={create.isPending}
      >
        <div className="form-stack">
          {create.error && <Alert type="error" showIcon title={t('studio.create.failed')} />}
          <Entry label={t('studio.create.name')} hint={t('studio.create.name.hint')}>
            {(ids) => <Input {...ids} autoFocus value={name} onChange={(event) => setName(event.target.value)} onPressEnter={go} />}
          </Entry>
          <Entry label={t('studio.create.from')}>
            {(ids) => <Select {...ids} style={{ width: '100%' }} value={from} onChange={setFrom} options={options} />}
          </Entry>
          <p className="hint">
            {t('market.create.hint')} <Link to="/studio/gallery">{t('market.create.gallery')}</Link>
          </p>
        </div>
      </Modal>
    </>
  );
}
