import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DraftComment } from '../../schemas/generated/api.ts';
import { useResolveComment } from '../api/together.ts';
import { useDocument, useScenarioSession } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { shortDate } from '../pages/studio/dates.ts';
import { Refused } from '../pages/upgrade/refused.tsx';
import { Chip } from '../ui/chip.tsx';
import { announce } from '../ui/live.tsx';
import { CommentWriter } from './comment-writer.tsx';
import { piecesOf } from './mentions.ts';
import { addressOfPlace, nameOfPlace, placeOf, type Thread } from './places.ts';

/** One conversation: what was said and answered, about what, and whether it is settled. */
export function CommentThread({ thread: { first, answers }, shown, placed }: { thread: Thread; shown: string | null; placed: boolean }) {
  const { t, i18n } = useTranslation();
  const { id } = useScenarioSession();
  const resolve = useResolveComment(id);
  const [answering, setAnswering] = useState(false);
  const root = useRef<HTMLLIElement>(null);
  const meant = [first, ...answers].some((one) => one.id === shown);
  useEffect(() => {
    if (!meant) return;
    root.current?.scrollIntoView({ block: 'nearest' });
    root.current?.focus({ preventScroll: true });
  }, [meant]);
  const settle = (resolved: boolean) =>
    resolve.mutate({ comment: first.id, resolved }, { onSuccess: () => announce(t(resolved ? 'comments.resolved' : 'comments.reopened')) });
  return (
    <li ref={root} tabIndex={-1} className={`comment-thread ${meant ? 'comment-meant' : ''} ${first.resolved ? 'comment-settled' : ''}`}>
      {placed && <Place comment={first} />}
      <Comment comment={first} />
      {answers.length > 0 && (
        <ul className="comment-answers" aria-label={t('comments.answers')}>
          {answers.map((one) => (
            <li key={one.id}>
              <Comment comment={one} />
            </li>
          ))}
        </ul>
      )}
      {first.resolved && (
        <p className="hint">
          <Chip tone="done">{t('comments.state.resolved')}</Chip>{' '}
          {t('comments.resolvedBy', { who: first.resolved.by, when: shortDate(first.resolved.at, i18n.language) })}
        </p>
      )}
      {answering ? (
        <CommentWriter
          place={placeOf(first)}
          thread={first.id}
          label={t('comments.answerTo', { who: first.by })}
          autoFocus
          onDone={() => setAnswering(false)}
        />
      ) : (
        <span className="comment-deeds">
          <Button size="small" onClick={() => setAnswering(true)}>
            {t('comments.answer')}
          </Button>
          <Button size="small" loading={resolve.isPending} onClick={() => settle(!first.resolved)}>
            {t(first.resolved ? 'comments.reopen' : 'comments.resolve')}
          </Button>
        </span>
      )}
      <Refused error={resolve.error} />
    </li>
  );
}

/** What the conversation is about, as a way there; once it is deleted its last name stays. */
function Place({ comment }: { comment: DraftComment }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const place = placeOf(comment);
  const name = nameOfPlace(pkg, place);
  if (!name)
    return (
      <p className="comment-place">
        <Chip tone="idle">{t(comment.about === 'step' ? 'comments.stepDeleted' : 'comments.questionDeleted')}</Chip>{' '}
        {text(comment.placeName)}
      </p>
    );
  return (
    <p className="comment-place">
      <Link to={addressOfPlace(id, place, comment.id)}>
        {comment.about === 'scenario' ? t('comments.about.scenario') : t(`comments.about.${comment.about}`, { name: text(name) })}
      </Link>
    </p>
  );
}

function Comment({ comment: { by, at, words, named, mine } }: { comment: DraftComment }) {
  const { t, i18n } = useTranslation();
  let at0 = 0;
  return (
    <>
      <p className="comment-who">
        <b>{by}</b>
        {mine && <span className="hint">{t('comments.me')}</span>}
        <time className="hint" dateTime={at}>
          {shortDate(at, i18n.language)}
        </time>
      </p>
      <p className="comment-words">
        {piecesOf(words, named).map((piece) => {
          const key = at0;
          at0 += piece.words.length;
          return piece.name ? (
            <b key={key} className="comment-name">
              {piece.words}
            </b>
          ) : (
            <span key={key}>{piece.words}</span>
          );
        })}
      </p>
    </>
  );
}
