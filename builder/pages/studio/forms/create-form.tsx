import { PlusOutlined } from '@ant-design/icons';
import { Alert, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { problemOf } from '../../../api/client.ts';
import { useCreateForm, useForms } from '../../../api/forms.ts';
import { useSession } from '../../../api/session.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Entry } from '../../../ui/text-entry.tsx';
import { keptBy } from './kept-by.ts';

/** A new form: its name, and whether it begins empty or as a copy. */
export function CreateForm() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {t('library.create')}
      </Button>
      {open && <CreateDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { data: session } = useSession();
  const create = useCreateForm();
  const own = keptBy(session, text);
  const [name, setName] = useState('');
  const [department, setDepartment] = useState(own[0]?.value ?? '');
  const [from, setFrom] = useState<string>();
  const { data: forms } = useForms({ department });
  const add = () => {
    if (!name.trim() || !department) return;
    create.mutate(
      { department, name: { 'zh-CN': name.trim() }, ...(from ? { from: { form: from } } : {}) },
      { onSuccess: ({ id }) => void navigate(`/studio/forms/${encodeURIComponent(id)}`) },
    );
  };
  const problem = create.error ? problemOf(create.error) : undefined;
  return (
    <Modal
      open
      title={t('library.create')}
      onCancel={onClose}
      okText={t('library.create.go')}
      okButtonProps={{ disabled: !name.trim(), loading: create.isPending }}
      cancelText={t('ui.cancel')}
      onOk={add}
    >
      <div className="form-stack">
        {problem && <Alert type="error" showIcon role="alert" title={problem.detail ?? problem.title ?? t('ui.failed')} />}
        <Entry label={t('form.formName')} hint={t('library.create.example')}>
          {(ids) => <Input {...ids} autoFocus value={name} onChange={(event) => setName(event.target.value)} onPressEnter={add} />}
        </Entry>
        {own.length > 1 && (
          <Entry label={t('properties.department')}>
            {(ids) => <Select {...ids} style={{ width: '100%' }} value={department} onChange={setDepartment} options={own} />}
          </Entry>
        )}
        <Entry label={t('library.create.from')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={from ?? ''}
              onChange={(next) => setFrom(next || undefined)}
              options={[
                { value: '', label: t('library.create.empty') },
                ...(forms?.rows ?? []).map((row) => ({ value: row.id, label: t('library.create.copy', { name: text(row.name) }) })),
              ]}
            />
          )}
        </Entry>
      </div>
    </Modal>
  );
}
