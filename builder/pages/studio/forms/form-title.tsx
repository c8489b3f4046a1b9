import { SettingOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../../../schemas/generated/documents.ts';
import { ranked } from '../../../editing/rank.ts';
import { useDocument, useExecute, useScenarioSession } from '../../../editing/react/session.tsx';
import { TextEntry } from '../../../ui/text-entry.tsx';

/** Name of the form in both languages, and whose data it asks for. */
export function FormTitle() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<SettingOutlined />} onClick={() => setOpen(true)}>
        {t('library.about')}
      </Button>
      <Modal open={open} title={t('library.about')} onCancel={() => setOpen(false)} footer={null} destroyOnHidden>
        <About />
      </Modal>
    </>
  );
}

function About() {
  const { t } = useTranslation();
  const execute = useExecute();
  const { id } = useScenarioSession();
  const { forms, scenario } = useDocument();
  const form = forms[id]!;
  const rename = (changes: Partial<Text>) => execute('form.edit', { form: id, changes: { name: { ...form.name, ...changes } } });
  const add = () => {
    const ids = Object.keys(scenario.subjects);
    let number = ids.length + 1;
    while (ids.includes(`person${number}`)) number++;
    execute('form.subject', { form: id, subject: `person${number}`, name: { 'zh-CN': t('library.subject.new') } });
  };
  return (
    <div className="form-stack">
      <TextEntry
        label={t('form.formName')}
        value={form.name['zh-CN']}
        onCommit={(value) => value.trim() && rename({ 'zh-CN': value.trim() })}
      />
      <TextEntry label={t('library.nameEn')} value={form.name.en ?? ''} onCommit={(value) => rename({ en: value.trim() || undefined })} />
      <fieldset className="panel-set">
        <legend>{t('form.subject')}</legend>
        {ranked(scenario.subjects).map(([subject, doc]) => (
          <TextEntry
            key={subject}
            label={t('library.subject', { name: doc.name['zh-CN'] })}
            value={doc.name['zh-CN']}
            onCommit={(value) =>
              value.trim() && execute('form.subject', { form: id, subject, name: { ...doc.name, 'zh-CN': value.trim() } })
            }
          />
        ))}
        <Button size="small" onClick={add}>
          {t('library.subject.add')}
        </Button>
      </fieldset>
    </div>
  );
}
