import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useExecute } from '../../../editing/react/session.tsx';
import { announce } from '../../../ui/live.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import type { Rehearsal } from './rehearsal.ts';

/** Keeps what was just rehearsed as a case of the scenario: a name is all that is asked. */
export function SaveCase({ rehearsal, busy, onSaved }: { rehearsal: Rehearsal; busy: boolean; onSaved(id: string): void }) {
  const { t } = useTranslation();
  const { cases } = useDocument();
  const execute = useExecute();
  const [name, setName] = useState('');
  const [saving, setSaving] = useState(false);
  const [words, setWords] = useState('');
  const save = async () => {
    setSaving(true);
    const { test, same } = await rehearsal.toCase(freeId(cases), { 'zh-CN': name.trim() });
    setSaving(false);
    if (!execute('case.save', { test })) return;
    const said = t(same ? 'cases.saved' : 'cases.savedOther', { name: name.trim() });
    setWords(said);
    announce(said);
    setName('');
    if (same) onSaved(test.id);
  };
  return (
    <form
      className="save-case"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void save();
      }}
    >
      <Entry label={t('cases.save.name')} hint={words || t('cases.save.words')}>
        {(ids) => <Input {...ids} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />}
      </Entry>
      <Button htmlType="submit" disabled={!name.trim() || busy} loading={saving}>
        {t('cases.save')}
      </Button>
    </form>
  );
}

/** An id nobody sees: it stays when the case is renamed, and names its file in the package. */
function freeId(cases: Readonly<Record<string, unknown>>): string {
  for (let number = Object.keys(cases).length + 1; ; number++) {
    const id = `rehearsed-${number}`;
    if (!Object.hasOwn(cases, id)) return id;
  }
}
