/** What has to be said before a version goes out: why, whether it must be taken and by when, and how the gallery shows it. */
import { Button, Input, Radio } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateReleased, TemplateReleasePage, TemplateReleaseSettings } from '../../../schemas/generated/api.ts';
import { useSubmitTemplate } from '../../api/market.ts';
import { useText } from '../../i18n/use-text.ts';
import { DateEntry } from '../../ui/date-entry.tsx';
import { Sheet } from '../../ui/page.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { LevelChoice, TrackChoices } from '../gallery/placing.tsx';
import { Refused } from '../upgrade/refused.tsx';
import { Changes } from './changes.tsx';
import { keptNotes, wordsOf } from './draft.ts';

interface Props {
  id: string;
  page: TemplateReleasePage;
  onDone: (done: TemplateReleased) => void;
  /** Read before it is submitted. */
  children: ReactNode;
}

export function SubmitForm({ id, page, onDone, children }: Props) {
  const { t } = useTranslation();
  const submit = useSubmitTemplate(id);
  const before = page.submission?.notes;
  const [why, setWhy] = useState(before?.why['zh-CN'] ?? '');
  const [whyEn, setWhyEn] = useState(before?.why.en ?? '');
  const [must, setMust] = useState(before?.must ?? false);
  const [latest, setLatest] = useState<string>(before?.latestDate ?? '');
  const [notes, setNotes] = useState<Record<string, string>>(() =>
    Object.fromEntries(page.changes.flatMap(({ key, note }) => (note ? [[key, note['zh-CN']]] : []))),
  );
  const [settings, setSettings] = useState(page.submission?.settings ?? page.settings);
  const [missing, setMissing] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  // One id per intent: a double press or a lost answer submits the same thing again.
  const [commandId] = useState(() => crypto.randomUUID());
  const nothing = page.template !== undefined && page.changes.length === 0;
  const go = () => {
    if (!why.trim()) {
      setMissing(true);
      box.current?.querySelector('textarea')?.focus();
      return;
    }
    submit.mutate(
      {
        rev: page.rev,
        settings,
        notes: {
          why: wordsOf(why, whyEn),
          must,
          ...(latest ? { latestDate: latest } : {}),
          ...keptNotes(notes),
        },
        commandId,
      },
      { onSuccess: onDone },
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <Sheet title={t('market.why.title', { version: page.next, label: page.nextLabel })} note={t('market.why.words')}>
        <div className="form-stack" ref={box}>
          <Entry label={t('market.why')} hint={missing && !why.trim() ? t('market.why.missing') : t('market.why.hint')}>
            {(ids) => (
              <Input.TextArea
                {...ids}
                rows={3}
                maxLength={2000}
                aria-required
                status={missing && !why.trim() ? 'error' : undefined}
                value={why}
                onChange={(event) => setWhy(event.target.value)}
              />
            )}
          </Entry>
          <Entry label={t('market.why.en')}>
            {(ids) => <Input {...ids} maxLength={2000} value={whyEn} onChange={(event) => setWhyEn(event.target.value)} />}
          </Entry>
          <Radio.Group aria-label={t('market.must')} value={must} onChange={(event) => setMust(event.target.value as boolean)}>
            <Radio value={false}>{t('market.must.no')}</Radio>
            <Radio value={true}>{t('market.must.yes')}</Radio>
          </Radio.Group>
          <Entry label={t('market.latest')} hint={t('market.latest.hint')}>
            {(ids) => <DateEntry id={ids.id} describedBy={ids['aria-describedby']} value={latest} onChange={setLatest} />}
          </Entry>
        </div>
      </Sheet>
      {page.template && (
        <Sheet title={t('market.changes', { count: page.changes.length })} note={t('market.changes.words')}>
          {nothing && <p className="hint">{t('market.changes.none')}</p>}
          <Changes changes={page.changes} notes={notes} onNote={(key, note) => setNotes((all) => ({ ...all, [key]: note.trim() }))} />
        </Sheet>
      )}
      <Shown page={page} settings={settings} onChange={setSettings} />
      {children}
      <Sheet title={t('market.submit.title')} note={t('market.submit.words')}>
        <Refused error={submit.error} />
        <p className="upgrade-acts">
          <Button type="primary" size="large" htmlType="submit" loading={submit.isPending} disabled={!page.may.submit}>
            {t('market.submit', { version: page.next })}
          </Button>
          {nothing && <span className="hint">{t('market.submit.nothing')}</span>}
        </p>
      </Sheet>
    </form>
  );
}

interface ShownProps {
  page: TemplateReleasePage;
  settings: TemplateReleaseSettings;
  onChange: (settings: TemplateReleaseSettings) => void;
}

/** How the gallery shows it: name, field, level, lists. */
function Shown({ page, settings, onChange }: ShownProps) {
  const { t } = useTranslation();
  const text = useText();
  const set = (part: Partial<TemplateReleaseSettings>) => onChange({ ...settings, ...part });
  const locks = Object.keys(settings.locks ?? {}).length;
  return (
    <Sheet title={t('market.shown')} note={t('market.shown.words')}>
      <div className="form-stack">
        <Entry label={t('market.name')}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={100}
              value={settings.name['zh-CN']}
              onChange={(event) => set({ name: { ...settings.name, 'zh-CN': event.target.value } })}
            />
          )}
        </Entry>
        <Entry label={t('market.name.en')}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={200}
              value={settings.name.en ?? ''}
              onChange={(event) => set({ name: wordsOf(settings.name['zh-CN'], event.target.value) })}
            />
          )}
        </Entry>
        <Entry label={t('market.summary')}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={2}
              maxLength={500}
              value={settings.summary?.['zh-CN'] ?? ''}
              onChange={(event) => set({ summary: { ...settings.summary, 'zh-CN': event.target.value } })}
            />
          )}
        </Entry>
        <div className="data-bar">
          <label className="data-choice">
            <span>{t('gallery.field')}</span>
            <select value={settings.field} onChange={(event) => set({ field: event.target.value })}>
              {page.fields.map((field) => (
                <option key={field.id} value={field.id}>
                  {text(field.name)}
                </option>
              ))}
            </select>
          </label>
          <LevelChoice value={settings.level} onChange={(level) => set({ level })} />
        </div>
        <TrackChoices lists={page.lists} value={settings.tracks ?? []} onChange={(tracks) => set({ tracks })} />
        <Entry label={t('market.synonyms')} hint={t('market.synonyms.hint')}>
          {(ids) => (
            <Input
              {...ids}
              value={(settings.synonyms ?? []).join('、')}
              onChange={(event) => set({ synonyms: event.target.value.split(/[、,，]/) })}
              onBlur={() => set({ synonyms: [...new Set((settings.synonyms ?? []).map((word) => word.trim()).filter(Boolean))] })}
            />
          )}
        </Entry>
        <p className="hint">{t('market.locks', { count: locks, points: Object.keys(settings.localise ?? {}).length })}</p>
      </div>
    </Sheet>
  );
}
