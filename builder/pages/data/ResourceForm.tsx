/** A resource as its department writes it: words, sharing, freshness, whom to ask, how it is asked, keys and fields. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataResourcePage, DataResourceSave } from '../../../schemas/generated/api.ts';
import { useResourceChange } from '../../api/data.ts';
import { ProblemBox } from '../../data/ProblemBox.tsx';
import { focusProblem } from './focus-problem.ts';
import { MappingEntry } from './MappingEntry.tsx';
import { ConnectionEntry, PartsEntry } from './ResourceStructure.tsx';
import { type ResourceDocument, resourceProblems } from './resource-draft.ts';

const sharings = ['unconditional', 'conditional', 'notShared'] as const;
type Contact = NonNullable<DataResourceSave['contact']>;

interface Props {
  /** Key of the resource, and what is saved of it so far. */
  resource: string;
  region: string;
  rev: number;
  start: ResourceDocument;
  contact: Contact;
  onSaved(page: DataResourcePage): void;
}

export function ResourceForm({ resource, region, rev, start, contact: first, onSaved }: Props) {
  const { t } = useTranslation();
  const run = useResourceChange(resource);
  const [document, setDocument] = useState(start);
  const [contact, setContact] = useState(first);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = tried ? resourceProblems(document) : {};
  const edit = (change: Partial<ResourceDocument>) => setDocument({ ...document, ...change });
  const submit = () => {
    setTried(true);
    if (Object.keys(resourceProblems(document)).length > 0) {
      focusProblem(form);
      return;
    }
    run.mutate({ act: 'save', body: { rev, document, contact } }, { onSuccess: onSaved });
  };
  const words = (name: 'name' | 'answers', maxLength: number) => (
    <label>
      <span>{t(`data.keep.${name}`)}</span>
      <input
        value={document[name]['zh-CN']}
        maxLength={maxLength}
        aria-invalid={(problems.name !== undefined && document[name]['zh-CN'].trim() === '') || undefined}
        onChange={(event) => edit({ [name]: { ...document[name], 'zh-CN': event.target.value } })}
      />
    </label>
  );
  return (
    <form
      ref={form}
      className="data-form decision-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ProblemBox error={run.error} />
      {words('name', 100)}
      {words('answers', 400)}
      {problems.name && <p className="field-problem">{t(problems.name)}</p>}
      <div className="decision-limits">
        <label>
          <span>{t('data.sharing')}</span>
          <select value={document.sharing} onChange={(event) => edit({ sharing: event.target.value as ResourceDocument['sharing'] })}>
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
      <ConnectionEntry region={region} document={document} problems={problems} onChange={setDocument} />
      <PartsEntry kind="keys" document={document} problems={problems} onChange={setDocument} />
      <PartsEntry kind="fields" document={document} problems={problems} onChange={setDocument} />
      {problems.names && <p className="field-problem">{t(problems.names)}</p>}
      {document.operation && 'path' in document.operation && (
        <MappingEntry
          document={document}
          operation={document.operation}
          problems={problems}
          onChange={(operation) => edit({ operation })}
        />
      )}
      <ContactEntries contact={contact} onChange={setContact} />
      <Button type="primary" htmlType="submit" loading={run.isPending}>
        {t('data.keep.save')}
      </Button>
    </form>
  );
}

function ContactEntries({ contact, onChange }: { contact: Contact; onChange(contact: Contact): void }) {
  const { t } = useTranslation();
  const entry = (name: 'name' | 'phone' | 'words', maxLength: number) => (
    <label>
      <span>{t(`data.contact.${name}`)}</span>
      <input
        value={contact[name] ?? ''}
        maxLength={maxLength}
        onChange={(event) => {
          const { [name]: _before, ...rest } = contact;
          onChange(event.target.value ? { ...rest, [name]: event.target.value } : rest);
        }}
      />
    </label>
  );
  return (
    <fieldset>
      <legend>{t('data.contact')}</legend>
      <div className="decision-limits">
        {entry('name', 100)}
        {entry('phone', 40)}
      </div>
      {entry('words', 400)}
    </fieldset>
  );
}
