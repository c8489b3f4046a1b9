/** The words of a resource and of its fields: what it answers, how it is shared, how fresh it is, how sensitive each field is. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataResourcePage, DataResourceSave } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useResourceChange } from '../../api/data.ts';
import { problemLines } from '../../data/problem-lines.ts';

type Document = DataResourceSave['document'];
type Field = Document['fields'][string];
const sharings = ['unconditional', 'conditional', 'notShared'] as const;
const levels = [1, 2, 3, 4] as const;

export function ResourceForm({ page, onSaved }: { page: DataResourcePage; onSaved(): void }) {
  const { t, i18n } = useTranslation();
  const run = useResourceChange(page.key);
  const [document, setDocument] = useState<Document>(page.draftDocument ?? page.document);
  const [contact, setContact] = useState(page.contact);
  const edit = (change: Partial<Document>) => setDocument({ ...document, ...change });
  const field = (id: string, change: Partial<Field>) =>
    edit({ fields: { ...document.fields, [id]: { ...document.fields[id]!, ...change } } });
  const missing = document.name['zh-CN'].trim() === '' || document.answers['zh-CN'].trim() === '';
  const failed = run.error ? problemOf(run.error) : undefined;
  const person = (name: 'name' | 'phone' | 'words', maxLength: number) => (
    <label>
      <span>{t(`data.contact.${name}`)}</span>
      <input
        value={contact[name] ?? ''}
        maxLength={maxLength}
        onChange={(event) => {
          const { [name]: _before, ...rest } = contact;
          setContact(event.target.value ? { ...rest, [name]: event.target.value } : rest);
        }}
      />
    </label>
  );
  return (
    <form
      className="data-form decision-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) run.mutate({ act: 'save', body: { rev: page.rev, document, contact } }, { onSuccess: onSaved });
      }}
    >
      {failed && (
        <div className="data-problems" role="alert">
          {problemLines(failed, t, i18n.language).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      <label>
        <span>{t('data.keep.name')}</span>
        <input
          value={document.name['zh-CN']}
          maxLength={100}
          onChange={(event) => edit({ name: { ...document.name, 'zh-CN': event.target.value } })}
        />
      </label>
      <label>
        <span>{t('data.keep.answers')}</span>
        <input
          value={document.answers['zh-CN']}
          maxLength={400}
          onChange={(event) => edit({ answers: { ...document.answers, 'zh-CN': event.target.value } })}
        />
      </label>
      {missing && <p className="field-problem">{t('data.keep.nameNeeded')}</p>}
      <div className="decision-limits">
        <label>
          <span>{t('data.sharing')}</span>
          <select value={document.sharing} onChange={(event) => edit({ sharing: event.target.value as Document['sharing'] })}>
            {sharings.map((sharing) => (
              <option key={sharing} value={sharing}>
                {t(`data.sharing.${sharing}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('data.keep.freshness')}</span>
          <input
            inputMode="numeric"
            value={String(Math.round((document.maxAgeSeconds ?? 0) / 60))}
            maxLength={7}
            onChange={(event) => edit({ maxAgeSeconds: Math.max(0, Number.parseInt(event.target.value, 10) || 0) * 60 })}
          />
        </label>
      </div>
      <fieldset>
        <legend>{t('data.contact')}</legend>
        <div className="decision-limits">
          {person('name', 100)}
          {person('phone', 40)}
        </div>
        {person('words', 400)}
      </fieldset>
      <fieldset>
        <legend>{t('data.keep.fields')}</legend>
        <ul className="tick-list">
          {Object.entries(document.fields).map(([id, one]) => (
            <li key={id} className="field-row">
              <label>
                <span>{t('data.field')}</span>
                <input
                  value={one.name['zh-CN']}
                  maxLength={100}
                  onChange={(event) => field(id, { name: { ...one.name, 'zh-CN': event.target.value } })}
                />
              </label>
              <label>
                <span>{t('data.sensitivity')}</span>
                <select value={one.sensitivity} onChange={(event) => field(id, { sensitivity: Number(event.target.value) })}>
                  {levels.map((level) => (
                    <option key={level} value={level}>
                      {t(`data.sensitivity.${level}`)}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                <span>{t('data.example')}</span>
                <input
                  value={one.example ?? ''}
                  maxLength={200}
                  onChange={(event) => {
                    const { example: _before, ...rest } = one;
                    edit({ fields: { ...document.fields, [id]: event.target.value ? { ...rest, example: event.target.value } : rest } });
                  }}
                />
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <Button type="primary" htmlType="submit" loading={run.isPending} disabled={missing}>
        {t('data.keep.save')}
      </Button>
    </form>
  );
}
