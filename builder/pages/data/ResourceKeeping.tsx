/** What the department that keeps a resource may do with it: change it as a draft, publish it with notes, take it out of the catalogue. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataResourcePage } from '../../../schemas/generated/api.ts';
import { useResourceChange } from '../../api/data.ts';
import { ProblemBox } from '../../data/ProblemBox.tsx';
import { localDay } from '../../data/times.ts';
import { Sheet } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ResourceForm } from './ResourceForm.tsx';
import { TryConnection } from './TryConnection.tsx';

type Open = 'edit' | 'try' | 'publish' | 'withdraw';

export function ResourceKeeping({ page }: { page: DataResourcePage }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open>();
  const toggle = (next: Open) => setOpen(open === next ? undefined : next);
  const done = (words: string) => {
    setOpen(undefined);
    showToast(words);
  };
  return (
    <Sheet title={t('data.keep')} note={t(page.draft ? 'data.keep.draft' : 'data.keep.words')}>
      <div className="data-actions">
        <Button aria-expanded={open === 'edit'} onClick={() => toggle('edit')}>
          {t('data.keep.edit')}
        </Button>
        {(page.draftDocument ?? page.document).connection !== '' && (
          <Button aria-expanded={open === 'try'} onClick={() => toggle('try')}>
            {t('mapping.try')}
          </Button>
        )}
        {page.may.publish && (
          <Button type="primary" aria-expanded={open === 'publish'} onClick={() => toggle('publish')}>
            {t('data.keep.publish', { version: page.version + 1 })}
          </Button>
        )}
        {page.may.withdraw && (
          <Button danger aria-expanded={open === 'withdraw'} onClick={() => toggle('withdraw')}>
            {t('data.keep.withdraw')}
          </Button>
        )}
      </div>
      {open === 'edit' && (
        <ResourceForm
          key={page.rev}
          resource={page.key}
          region={page.region}
          rev={page.rev}
          start={page.draftDocument ?? page.document}
          contact={page.contact}
          onSaved={() => done(t('data.keep.saved'))}
        />
      )}
      {open === 'try' && <TryConnection key={page.rev} page={page} />}
      {(open === 'publish' || open === 'withdraw') && (
        <Words key={open} page={page} act={open} onDone={() => done(t(`data.keep.${open}.done`))} />
      )}
      {page.versions.length > 0 && (
        <ol className="data-timeline">
          {page.versions.map((version) => (
            <li key={version.version}>
              <span className="hint number">{localDay(version.publishedAt)}</span>
              <span>
                <b>{t('data.version', { version: version.version })}</b> {version.notes} <span className="hint">{version.publishedBy}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Sheet>
  );
}

/** Publishing says what is new, withdrawing says why: one box, one button. */
function Words({ page, act, onDone }: { page: DataResourcePage; act: 'publish' | 'withdraw'; onDone(): void }) {
  const { t } = useTranslation();
  const run = useResourceChange(page.key);
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const missing = tried && words.trim() === '';
  const submit = () => {
    setTried(true);
    if (words.trim() === '') return;
    const { rev } = page;
    run.mutate(act === 'publish' ? { act, body: { rev, notes: words.trim() } } : { act, body: { rev, reason: words.trim() } }, {
      onSuccess: onDone,
    });
  };
  return (
    <form
      className="data-form decision-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ProblemBox error={run.error} />
      <label>
        <span>{t(`data.keep.${act}.words`)}</span>
        <textarea
          rows={2}
          maxLength={1000}
          value={words}
          aria-required
          aria-invalid={missing || undefined}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      {missing && <p className="field-problem">{t('data.keep.wordsNeeded')}</p>}
      <div className="data-actions">
        <Button type="primary" danger={act === 'withdraw'} htmlType="submit" loading={run.isPending}>
          {t(`data.keep.${act}.go`)}
        </Button>
      </div>
    </form>
  );
}
