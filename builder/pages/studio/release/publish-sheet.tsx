import { Alert, App, Button, type GetRef, Input, InputNumber, Radio } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReleasePage } from '../../../../schemas/generated/api.ts';
import { problemOf } from '../../../api/client.ts';
import { usePublish } from '../../../api/scenarios.ts';
import { useChecks, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { announce } from '../../../ui/live.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { shortDate } from '../dates.ts';
import type { Comparison } from '../versions/changes.ts';
import { entered, free, left, type Proposed, wordsOf, written } from './proposed.ts';
import { ServiceAddress } from './service-address.tsx';

type TextAreaRef = GetRef<typeof Input.TextArea>;
type InputRef = GetRef<typeof Input>;
type When = 'now' | 'at' | 'share';

interface Props {
  page: ReleasePage;
  comparison: Comparison | undefined;
}

/** Name, notes, when and for whom; one button that always says why it cannot. */
export function PublishSheet({ page, comparison }: Props) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { modal, message } = App.useApp();
  const { id, autosave } = useScenarioSession();
  const publish = usePublish(id);
  const [keptName, setName] = useState<Proposed>(free);
  const [keptNotes, setNotes] = useState<Proposed>(free);
  const [when, setWhen] = useState<When>('now');
  const [time, setTime] = useState('');
  const [share, setShare] = useState(10);
  const [missing, setMissing] = useState(false);
  const nameBox = useRef<InputRef>(null);
  const notesBox = useRef<TextAreaRef>(null);
  // One id per intent: a double press or a lost answer asks for the same release again.
  const command = useRef(crypto.randomUUID());
  const blocked = useBlocked(page, comparison);
  const sentences = comparison?.groups
    .filter(([group]) => group !== 'layout')
    .flatMap(([, lines]) => lines.map(({ sentence }) => text(sentence)));
  const proposed = page.live === null ? t('studio.release.first') : (sentences ?? []);
  const proposedName = typeof proposed === 'string' ? proposed : (proposed[0] ?? '').slice(0, 40);
  const proposedNotes =
    typeof proposed === 'string' ? proposed : notesOf(proposed, t('release.notes.more', { count: proposed.length - 5 }));
  const name = wordsOf(keptName, proposedName);
  const notes = wordsOf(keptNotes, proposedNotes);
  const open = page.running.reduce((sum, { count }) => sum + count, 0);
  const late = when === 'at' && !time;

  const go = async () => {
    const state = await autosave.flush();
    if (state.kind !== 'saved') {
      void message.warning(t('studio.release.unsaved'));
      announce(t('studio.release.unsaved'));
      return;
    }
    const rollout = when === 'at' ? { at: instantOf(time) } : when === 'share' ? { share } : {};
    publish.mutate(
      { rev: autosave.rev(), name: name.trim(), notes: notes.trim(), commandId: command.current, ...rollout },
      {
        onSuccess: ({ version }) => {
          command.current = crypto.randomUUID();
          setName(free);
          setNotes(free);
          announce(t('studio.release.done', { version }));
        },
      },
    );
  };
  const ask = () => {
    if (!name.trim() || !notes.trim() || late) {
      setMissing(true);
      if (!name.trim()) nameBox.current?.focus();
      else if (!notes.trim()) notesBox.current?.focus();
      return;
    }
    const words =
      when === 'at'
        ? t('release.confirm.at', { when: shortDate(instantOf(time), i18n.language) })
        : when === 'share'
          ? t('release.confirm.share', { share })
          : t('studio.release.confirm.words', { running: open });
    modal.confirm({
      title: t('studio.release.confirm', { version: page.next }),
      content: words,
      okText: t('studio.release.publish', { version: page.next }),
      cancelText: t('ui.cancel'),
      onOk: go,
    });
  };

  return (
    <Sheet title={t('release.publish.title', { version: page.next })} note={t('studio.release.notes.hint')}>
      <div className="form-stack">
        <Answer publish={publish} />
        <Entry label={t('release.name')} hint={missing && !name.trim() ? t('release.name.missing') : undefined}>
          {(ids) => (
            <Input
              {...ids}
              ref={nameBox}
              maxLength={60}
              status={missing && !name.trim() ? 'error' : undefined}
              value={name}
              onFocus={() => setName(entered(keptName, proposedName))}
              onBlur={() => setName(left(keptName))}
              onChange={(event) => setName(written(event.target.value))}
            />
          )}
        </Entry>
        <Entry label={t('studio.release.notes')} hint={missing && !notes.trim() ? t('studio.release.notes.missing') : undefined}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              ref={notesBox}
              rows={4}
              maxLength={2000}
              status={missing && !notes.trim() ? 'error' : undefined}
              value={notes}
              onFocus={() => setNotes(entered(keptNotes, proposedNotes))}
              onBlur={() => setNotes(left(keptNotes))}
              onChange={(event) => setNotes(written(event.target.value))}
            />
          )}
        </Entry>
        <fieldset className="release-when">
          <legend>{t('release.when')}</legend>
          <Radio.Group value={when} onChange={(event) => setWhen(event.target.value as When)}>
            <Radio value="now">{t('release.when.now')}</Radio>
            <Radio value="at">{t('release.when.at')}</Radio>
            {page.live !== null && <Radio value="share">{t('release.when.share')}</Radio>}
          </Radio.Group>
          {when === 'at' && (
            <Entry label={t('release.time')} hint={missing && late ? t('release.time.missing') : t('release.time.hint')}>
              {(ids) => <Input {...ids} type="datetime-local" value={time} onChange={(event) => setTime(event.target.value)} />}
            </Entry>
          )}
          {when === 'share' && (
            <Entry label={t('release.share')} hint={t('release.share.hint')}>
              {(ids) => <InputNumber {...ids} min={1} max={99} value={share} onChange={(value) => setShare(value ?? 10)} suffix="%" />}
            </Entry>
          )}
        </fieldset>
        <p className="page-actions">
          <Button type="primary" size="large" disabled={Boolean(blocked)} loading={publish.isPending} onClick={ask}>
            {t('studio.release.publish', { version: page.next })}
          </Button>
          {blocked && <span>{t('studio.release.blocked', { why: blocked })}</span>}
        </p>
      </div>
    </Sheet>
  );
}

/** The first five changes; the rest is counted. */
function notesOf(sentences: readonly string[], more: string): string {
  return [...sentences.slice(0, 5), ...(sentences.length > 5 ? [more] : [])].join('；\n');
}

/** Times are those of the office, wherever the browser is. */
const instantOf = (time: string) => new Date(`${time}:00+08:00`).toISOString();

/** Why it cannot be published now; undefined when it can. */
function useBlocked(page: ReleasePage, comparison: Comparison | undefined): string | undefined {
  const { t } = useTranslation();
  const save = useSaveState();
  const { findings } = useChecks();
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const unsigned = page.signing.required ? page.signing.parts.filter(({ state }) => state !== 'agreed').length : 0;
  if (errors > 0) return t('studio.release.blocked.errors', { count: errors });
  if (comparison && comparison.changes.length === comparison.layoutOnly) return t('studio.release.blocked.same');
  if (save.kind !== 'saved') return t('studio.release.blocked.saving');
  if (page.trial || page.planned) return t('release.blocked.underway', { version: page.trial?.version ?? page.planned?.version });
  if (unsigned > 0) return t('release.blocked.unsigned', { count: unsigned });
  return undefined;
}

/** What became of the last press of the button. */
function Answer({ publish }: { publish: ReturnType<typeof usePublish> }) {
  const { t } = useTranslation();
  const text = useText();
  const { data } = publish;
  const problem = publish.error ? problemOf(publish.error) : undefined;
  if (problem)
    return (
      <Alert
        type="error"
        showIcon
        role="alert"
        title={problem.code === 'draft.stale' ? t('studio.release.stale') : (problem.title ?? t('studio.release.failed'))}
        description={
          problem.findings?.map((finding) => <p key={finding.path + finding.code}>{text(finding.message)}</p>) ??
          problem.detail ??
          (problem.traceId ? `${t('ui.trace')} ${problem.traceId}` : undefined)
        }
      />
    );
  if (!data) return null;
  return (
    <Alert
      type={data.already ? 'info' : 'success'}
      showIcon
      role="status"
      title={
        data.already
          ? t('release.already', { version: data.version, who: data.already.by })
          : t('studio.release.done', { version: data.version })
      }
      description={data.already ? t('release.already.words') : <ServiceAddress />}
    />
  );
}
