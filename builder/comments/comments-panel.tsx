import { CloseOutlined, CommentOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { problemOf } from '../api/client.ts';
import { useMessagesSeen } from '../api/together.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { FailedState, Skeleton } from '../ui/states.tsx';
import { CommentThread } from './comment-thread.tsx';
import { CommentWriter } from './comment-writer.tsx';
import { useCommentsState } from './context.tsx';
import { type CommentPlace, keyOfPlace, nameOfPlace, placeOf, placeOfKey, threadsOf } from './places.ts';
import './comments.css';

/** In the header of every page: opens what is said, with the number of conversations that wait. */
export function CommentsButton() {
  const { t } = useTranslation();
  const comments = useCommentsState();
  const [params] = useSearchParams();
  if (!comments) return null;
  const open = params.has('comments');
  const step = params.get('step');
  const field = params.get('field');
  return (
    <Button
      icon={<CommentOutlined />}
      aria-expanded={open}
      data-comments-button
      aria-label={comments.waiting > 0 ? t('comments.open', { count: comments.waiting }) : t('comments.title')}
      onClick={() => (open ? comments.hide() : comments.show(step && !step.startsWith('edge-') && !field ? { step } : undefined))}
    >
      {comments.waiting > 0 ? t('comments.button', { count: comments.waiting }) : t('comments.title')}
    </Button>
  );
}

/** What is said about the chosen step or question, or about all of the scenario, beside the page. */
export function CommentsPanel() {
  const comments = useCommentsState();
  const [params] = useSearchParams();
  const asked = params.get('comments');
  if (!comments || asked === null) return null;
  return <OpenPanel asked={asked} chosen={params.get('step')} shown={params.get('comment')} />;
}

interface OpenProps {
  asked: string;
  /** Step that is chosen on the page: the panel goes along with it. */
  chosen: string | null;
  /** Comment a message led to. */
  shown: string | null;
}

function OpenPanel({ asked, chosen, shown }: OpenProps) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const comments = useCommentsState()!;
  const seen = useMessagesSeen();
  const told = useRef<string>(undefined);
  const [settled, setSettled] = useState(false);
  const given = placeOfKey(asked);
  const place: CommentPlace | undefined = given && 'step' in given && chosen && pkg.scenario.nodes[chosen] ? { step: chosen } : given;
  const { rows } = comments;
  const all = threadsOf(rows ?? []).filter(({ first }) => !place || keyOfPlace(placeOf(first)) === keyOfPlace(place));
  const meant = all.find(({ first, answers }) => [first, ...answers].some(({ id }) => id === shown));
  const list = all.filter((thread) => thread === meant || Boolean(thread.first.resolved) === settled);
  const { mutate: markSeen } = seen;
  // Whoever was led here by a message has seen it.
  useEffect(() => {
    if (!shown || told.current === shown) return;
    told.current = shown;
    markSeen(shown);
  }, [shown, markSeen]);
  const close = () => {
    comments.hide();
    document.querySelector<HTMLElement>('[data-comments-button]')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  };
  const name = place && !('scenario' in place) ? text(nameOfPlace(pkg, place)) || t('comments.gone') : undefined;
  const writing: CommentPlace = place ?? { scenario: true };
  const count = (resolved: boolean) => all.filter(({ first }) => Boolean(first.resolved) === resolved).length;
  return (
    <aside className="comments-panel" aria-label={t('comments.title')} onKeyDown={onKeyDown}>
      <header className="comments-head">
        <h2>{name ? t('comments.of', { name }) : t(place ? 'comments.ofScenario' : 'comments.all')}</h2>
        <Button type="text" icon={<CloseOutlined />} aria-label={t('comments.close')} onClick={close} />
      </header>
      <div className="comments-bar">
        <Segmented
          aria-label={t('comments.state')}
          value={settled ? 'resolved' : 'open'}
          onChange={(value) => setSettled(value === 'resolved')}
          options={[
            { value: 'open', label: t('comments.state.openCount', { count: count(false) }) },
            { value: 'resolved', label: t('comments.state.resolvedCount', { count: count(true) }) },
          ]}
        />
        {place && (
          <Button type="link" size="small" onClick={() => comments.show()}>
            {t('comments.showAll')}
          </Button>
        )}
      </div>
      <div className="comments-list">
        {!rows && !comments.error && <Skeleton lines={4} />}
        {comments.error && <FailedState problem={problemOf(comments.error)} onRetry={comments.retry} />}
        {rows && list.length === 0 && <p className="comments-none">{t(settled ? 'comments.noneResolved' : 'comments.none')}</p>}
        <ul>
          {list.map((thread) => (
            <CommentThread key={thread.first.id} thread={thread} shown={shown} placed={!place} />
          ))}
        </ul>
      </div>
      <CommentWriter
        key={keyOfPlace(writing)}
        place={writing}
        label={name ? t('comments.writeOn', { name }) : t('comments.writeOnScenario')}
      />
    </aside>
  );
}
