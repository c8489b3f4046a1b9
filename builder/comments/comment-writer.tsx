import { Button, Mentions } from 'antd';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useColleagues, useWriteComment } from '../api/together.ts';
import { useScenarioSession } from '../editing/react/session.tsx';
import { usePinyinSearch } from '../flow/steps/pinyin-search.ts';
import { useText } from '../i18n/use-text.ts';
import { Refused } from '../pages/upgrade/refused.tsx';
import { announce } from '../ui/live.tsx';
import { handleOf, namedIn } from './mentions.ts';
import type { CommentPlace } from './places.ts';

interface WriterProps {
  place: CommentPlace;
  /** Of the conversation that is answered. */
  thread?: string;
  label: string;
  autoFocus?: boolean;
  onDone?: () => void;
}

/** A box for words; an @ offers colleagues by name, pinyin or initials. What is typed stays when it cannot be sent. */
export function CommentWriter({ place, thread, label, autoFocus, onDone }: WriterProps) {
  const { t } = useTranslation();
  const text = useText();
  const { id, autosave } = useScenarioSession();
  const { data: colleagues = [] } = useColleagues(id);
  const write = useWriteComment(id);
  const matches = usePinyinSearch();
  const [words, setWords] = useState('');
  /** The same words sent again after a lost answer are one comment. */
  const [commandId, setCommandId] = useState(newCommand);
  const people = useMemo(
    () =>
      colleagues.map((one) => {
        const person = { ...one, department: text(one.departmentName) };
        return { ...person, handle: handleOf(person, colleagues) };
      }),
    [colleagues, text],
  );
  const send = async () => {
    if (words.trim() === '' || write.isPending) return;
    // The server knows a step that was just added once it is saved.
    await autosave.flush();
    const named = namedIn(words, people).map((one) => one.id);
    const where = 'scenario' in place ? {} : place;
    write.mutate(
      { ...where, ...(thread ? { thread } : {}), words: words.trim(), named, commandId },
      {
        onSuccess: () => {
          setWords('');
          setCommandId(newCommand());
          announce(t('comments.sent'));
          onDone?.();
        },
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
  };
  return (
    <form
      className="comment-writer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Mentions
        aria-label={label}
        placeholder={t('comments.placeholder')}
        autoSize={{ minRows: 2, maxRows: 8 }}
        autoFocus={autoFocus}
        maxLength={2000}
        value={words}
        onChange={setWords}
        onKeyDown={onKeyDown}
        prefix="@"
        notFoundContent={t('comments.nobody')}
        filterOption={(query, option) => matches(String(option.key ?? ''), query)}
        options={people.map(({ id: key, name, handle, department }) => ({
          key: `${name} ${key}`,
          value: handle,
          label: department ? `${name} · ${department}` : name,
        }))}
      />
      <span className="comment-writer-foot">
        <span className="hint">{t('comments.keys')}</span>
        {onDone && (
          <Button size="small" onClick={onDone}>
            {t('ui.cancel')}
          </Button>
        )}
        <Button size="small" type="primary" htmlType="submit" loading={write.isPending} disabled={words.trim() === ''}>
          {t('comments.send')}
        </Button>
      </span>
      <Refused error={write.error} />
    </form>
  );
}

const newCommand = () => crypto.randomUUID();
