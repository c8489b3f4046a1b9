import { Alert, Button, Input, Modal } from 'antd';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renameInScripts } from '../api/scripts.ts';
import { keyPattern } from '../editing/commands/values.ts';
import { mentionsOf } from '../editing/mentions.ts';
import { knownValues } from '../editing/paths.ts';
import { useDocument, useExecute, useScenarioSession } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry } from '../ui/text-entry.tsx';
import './code.css';

/** A new name for a value in rules and scripts: shows what changes with it, and changes it in one step. */
export function RenameDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id, library } = useScenarioSession();
  const execute = useExecute();
  const problemId = useId();
  const [subject = '', key = ''] = path.split('.');
  const [typed, setTyped] = useState(key);
  const [busy, setBusy] = useState(false);
  const [approximate, setApproximate] = useState<string>();
  const known = knownValues(pkg);
  const mentions = useMemo(() => mentionsOf(pkg, path), [pkg, path]);
  const next = typed.trim();
  const to = `${subject}.${next}`;
  const problem =
    next === key ? undefined : !keyPattern.test(next) ? 'editing.refused.key' : known.has(to) ? 'editing.refused.keyTaken' : undefined;
  const rename = async () => {
    setBusy(true);
    // Only TypeScript itself knows for sure what a name in a script means; a library form has no scripts.
    const scripts = library ? {} : await renameInScripts(id, pkg, path, to).catch(() => undefined);
    setBusy(false);
    if (scripts === undefined && approximate !== to) return setApproximate(to);
    const sources = Object.fromEntries(Object.entries(scripts ?? {}).map(([script, { source }]) => [script, source]));
    if (execute('value.rename', { from: path, to, scripts: sources })) onClose();
  };
  return (
    <Modal
      open
      title={t('code.rename.title', { name: text(known.get(path)?.name) })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="primary" loading={busy} disabled={next === key || problem !== undefined} onClick={() => void rename()}>
            {t('code.rename.go', { count: mentions.length })}
          </Button>
        </>
      }
    >
      <p className="code-note">{t('code.rename.words')}</p>
      <Entry label={t('code.rename.new')}>
        {(ids) => (
          <Input
            {...ids}
            aria-describedby={problem && problemId}
            aria-invalid={problem !== undefined}
            status={problem && 'error'}
            className="entry-code"
            value={typed}
            maxLength={48}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Entry>
      {problem && (
        <p id={problemId} role="alert" className="rename-problem">
          {t(problem)}
        </p>
      )}
      {approximate === to && <Alert type="warning" showIcon title={t('code.rename.approximate')} />}
      <h4>{t('code.rename.places')}</h4>
      <ul className="value-list rename-places">
        {mentions.map((place) => (
          <li key={`${place.kind} ${place.id}`}>
            <span>
              {t(`code.mention.${place.kind}`)} <b>{text(place.name) || t('editing.unnamed')}</b>
            </span>
            {place.places > 1 && <small>{t('code.rename.times', { count: place.places })}</small>}
          </li>
        ))}
      </ul>
    </Modal>
  );
}
