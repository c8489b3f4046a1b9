import { Alert, App, Button, type GetRef, Input } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/client.ts';
import { usePublish, useScenarios, useVersion, useVersions } from '../../api/scenarios.ts';
import { differences } from '../../editing/difference.ts';
import { useChecks, useDocument, useSaveState, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import './overview.css';
import { DifferenceList } from './difference-list.tsx';
import { ReadinessList } from './readiness-list.tsx';

type TextAreaRef = GetRef<typeof Input.TextArea>;

/** Publishing: what is ready, what changes, what happens to open cases, and one button that always says why it cannot. */
export function ReleasePage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const { data: versions } = useVersions(id);
  const live = versions?.reduce<number | undefined>((max, v) => Math.max(max ?? 0, v.version), undefined);
  const { data: before } = useVersion(id, live);
  return (
    <Page title={t('studio.publish')} titles={[text(pkg.scenario.name)]} lead={t('studio.release.lead')}>
      <div className="overview">
        <Sheet title={t('studio.release.ready')}>
          <ReadinessList />
        </Sheet>
        <Sheet title={t('studio.release.changes')}>
          {!versions && <Skeleton />}
          {versions && live === undefined && <p>{t('studio.release.first')}</p>}
          {live !== undefined && (before ? <DifferenceList list={differences(before.package, pkg)} /> : <Skeleton />)}
        </Sheet>
      </div>
      <PublishSheet next={(live ?? 0) + 1} notes={before ? differences(before.package, pkg).length : undefined} />
    </Page>
  );
}

function PublishSheet({ next, notes: changed }: { next: number; notes: number | undefined }) {
  const { t } = useTranslation();
  const text = useText();
  const { modal } = App.useApp();
  const { id, autosave } = useScenarioSession();
  const save = useSaveState();
  const { findings } = useChecks();
  const { data: scenarios } = useScenarios();
  const publish = usePublish(id);
  const [notes, setNotes] = useState('');
  const [missing, setMissing] = useState(false);
  const box = useRef<TextAreaRef>(null);
  // One id per intent: a double press or a lost answer asks for the same release again.
  const command = useRef(crypto.randomUUID());
  const errors = findings.filter((f) => f.severity === 'error').length;
  const saving = save.kind !== 'saved';
  const blocked =
    errors > 0
      ? t('studio.release.blocked.errors', { count: errors })
      : changed === 0
        ? t('studio.release.blocked.same')
        : saving
          ? t('studio.release.blocked.saving')
          : undefined;
  const running = scenarios?.find((row) => row.id === id)?.running ?? 0;
  const go = async () => {
    const state = await autosave.flush();
    if (state.kind !== 'saved') return;
    publish.mutate(
      { rev: autosave.rev(), notes: notes.trim(), commandId: command.current },
      {
        onSuccess: ({ version }) => {
          command.current = crypto.randomUUID();
          setNotes('');
          announce(t('studio.release.done', { version }));
        },
      },
    );
  };
  const ask = () => {
    if (!notes.trim()) {
      setMissing(true);
      box.current?.focus();
      return;
    }
    modal.confirm({
      title: t('studio.release.confirm', { version: next }),
      content: t('studio.release.confirm.words', { running }),
      okText: t('studio.release.publish', { version: next }),
      cancelText: t('ui.cancel'),
      onOk: go,
    });
  };
  const problem = publish.error ? problemOf(publish.error) : undefined;
  return (
    <Sheet title={t('studio.release.notes')} note={t('studio.release.notes.hint')}>
      <div className="form-stack">
        {publish.data && (
          <Alert
            type="success"
            showIcon
            role="status"
            title={t('studio.release.done', { version: publish.data.version })}
            description={
              <>
                {t('studio.release.done.words')} <a href="/go">{t('studio.release.open')}</a>
              </>
            }
          />
        )}
        {problem && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={problem.status === 409 ? t('studio.release.stale') : t('studio.release.failed')}
            description={
              problem.findings?.map((finding) => <p key={finding.path + finding.code}>{text(finding.message)}</p>) ??
              (problem.traceId ? `${t('ui.trace')} ${problem.traceId}` : undefined)
            }
          />
        )}
        <Entry label={t('studio.release.notes')} hint={missing && !notes.trim() ? t('studio.release.notes.missing') : undefined}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              ref={box}
              rows={3}
              status={missing && !notes.trim() ? 'error' : undefined}
              value={notes}
              onChange={(event) => setNotes(event.target.value)}
            />
          )}
        </Entry>
        <p className="page-actions">
          <Button type="primary" size="large" disabled={Boolean(blocked)} loading={publish.isPending} onClick={ask}>
            {t('studio.release.publish', { version: next })}
          </Button>
          {blocked && <span>{t('studio.release.blocked', { why: blocked })}</span>}
        </p>
      </div>
    </Sheet>
  );
}
