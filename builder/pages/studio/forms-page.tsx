import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useDocument, useExecute, useScenarioSession } from '../../editing/react/session.tsx';
import { FormDesigner } from '../../form/form-designer.tsx';
import { focusNewQuestion } from '../../form/shelves/common-shelf.tsx';
import { useText } from '../../i18n/use-text.ts';
import { DepartmentSelect } from '../../properties/selects.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { AdoptForm, NewerVersion } from './forms/adopt.tsx';

/** The departments' forms of this scenario, one at a time in the designer. */
export function FormsPage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const { form } = useParams();
  const navigate = useNavigate();
  // Forms citizens fill in come first, in the order they are merged; those of the desks follow.
  const { scenario } = pkg;
  const filled = Object.values(scenario.nodes).flatMap((node) => (node.kind === 'fill' ? node.forms : []));
  const uses = [...new Set([...filled, ...Object.keys(scenario.forms)])];
  const forms = [...new Set(uses.map((use) => scenario.forms[use]?.form))].flatMap((known) => (known ? (pkg.forms[known] ?? []) : []));
  const current = (form ? pkg.forms[form] : undefined) ?? forms[0];
  const open = (next: string) => void navigate(`/studio/scenes/${id}/forms/${encodeURIComponent(next)}`);
  const [adding, setAdding] = useState(false);
  // Writing its first question is next, as soon as the new form stands there and the dialog is gone, whichever comes last.
  const [begun, setBegun] = useState<string>();
  useEffect(() => {
    if (begun === undefined || begun !== current?.id) return;
    focusNewQuestion();
    setBegun(undefined);
  }, [begun, current?.id]);
  const add = (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('form.addForm')}
    </Button>
  );
  return (
    <Page
      width="full"
      title={t('studio.tab.forms')}
      titles={[text(pkg.scenario.name)]}
      lead={t('form.lead')}
      actions={
        <>
          <AdoptForm onAdopted={open} />
          {add}
        </>
      }
    >
      <AddForm open={adding} onClose={() => setAdding(false)} onAdded={open} onGone={setBegun} />
      {!current && (
        <EmptyState title={t('form.none')} action={add}>
          {t('form.none.words')}
        </EmptyState>
      )}
      {current && (
        <>
          <div className="forms-bar">
            <Select
              aria-label={t('form.which')}
              style={{ width: 360, maxWidth: '100%' }}
              value={current.id}
              onChange={open}
              options={forms.map((doc) => ({
                value: doc.id,
                label: `${text(doc.name)}（${text(pkg.scenario.departments[doc.department]?.name)}）`,
              }))}
              showSearch={{ optionFilterProp: 'label' }}
            />
            <span className="forms-count">{t('form.count', { count: Object.keys(current.fields).length })}</span>
          </div>
          <NewerVersion key={`newer ${current.id}`} form={current.id} />
          <FormDesigner key={current.id} form={current.id} />
        </>
      )}
    </Page>
  );
}

interface AddFormProps {
  open: boolean;
  onClose: () => void;
  onAdded: (form: string) => void;
  /** The dialog in which this form was added is gone. */
  onGone: (form: string) => void;
}

function AddForm({ open, onClose, onAdded, onGone }: AddFormProps) {
  const { t } = useTranslation();
  const pkg = useDocument();
  const execute = useExecute();
  const [added, setAdded] = useState<string>();
  const [name, setName] = useState('');
  const [department, setDepartment] = useState(Object.keys(pkg.scenario.departments)[0] ?? '');
  const add = () => {
    if (!name.trim() || !department) return;
    const id = `form-${crypto.randomUUID().slice(0, 6)}`;
    const fill = Object.entries(pkg.scenario.nodes).find(([, node]) => node.kind === 'fill')?.[0];
    if (!execute('form.add', { id, name: { 'zh-CN': name.trim() }, department, section: { 'zh-CN': '基本信息', en: 'Basics' }, fill }))
      return;
    setAdded(id);
    setName('');
    onAdded(id);
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t('form.addForm')}
      onCancel={onClose}
      okText={t('ui.add')}
      cancelText={t('ui.cancel')}
      onOk={add}
      focusTriggerAfterClose={!added}
      afterClose={() => {
        if (added) onGone(added);
        setAdded(undefined);
      }}
    >
      <div className="form-stack">
        <Entry label={t('form.formName')}>
          {(ids) => <Input {...ids} autoFocus value={name} onChange={(event) => setName(event.target.value)} onPressEnter={add} />}
        </Entry>
        <Entry label={t('properties.department')}>
          {(ids) => (
            <DepartmentSelect {...ids} label={t('properties.department')} width="100%" value={department} onChange={setDepartment} />
          )}
        </Entry>
      </div>
    </Modal>
  );
}
