/** What a release changes, sentence by sentence: who made it, from whose proposal, and what is said about it. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReleaseChange } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { TextEntry } from '../../ui/text-entry.tsx';
import { GroupedChanges } from '../upgrade/grouped-changes.tsx';

interface Props {
  changes: readonly ReleaseChange[];
  /** Notes by key; without it the list is only read. */
  notes?: Readonly<Record<string, string>>;
  onNote?: (key: string, note: string) => void;
}

export function Changes({ changes, notes, onNote }: Props) {
  return (
    <GroupedChanges
      changes={changes}
      row={(change) => <Change key={change.key} change={change} note={notes?.[change.key]} onNote={onNote} />}
    />
  );
}

function Change({ change, note, onNote }: { change: ReleaseChange; note: string | undefined; onNote: Props['onNote'] }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  const sentence = text(change.sentence);
  const { by, at, from } = change;
  return (
    <li className="upgrade-item">
      <p className="upgrade-sentence">
        <span className="upgrade-words">{sentence}</span>
        {onNote && !open && !note && (
          <Button type="link" size="small" aria-label={t('market.note.add.of', { what: sentence })} onClick={() => setOpen(true)}>
            {t('market.note.add')}
          </Button>
        )}
      </p>
      {(by || from) && (
        <p className="hint">
          {by && t('market.by', { who: by, when: at ?? '' })}
          {from && ` ${t('market.from', { region: from.regionName, who: from.by, title: from.title ?? '' })}`}
        </p>
      )}
      {onNote && (open || note) ? (
        <TextEntry label={t('market.note')} hint={t('market.note.hint')} value={note ?? ''} onCommit={(next) => onNote(change.key, next)} />
      ) : (
        change.note && <p>{t('market.note.is', { note: text(change.note) })}</p>
      )}
    </li>
  );
}
