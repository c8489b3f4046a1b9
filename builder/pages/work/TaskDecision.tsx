/** The right column: result, opinion, decision. What a decision leads to is said before it is sent. */
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionView, FieldProblem, Section, TaskPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useCompleteTask, useTaskForm } from '../../api/tasks.ts';
import { useFormNow } from '../../fields/form-now.ts';
import { problemKey } from '../../fields/parts.ts';
import { useText } from '../../i18n/use-text.ts';
import { DeskTask } from './desk-uploads.tsx';
import { OfficerForm } from './OfficerForm.tsx';
import { sentOutputs } from './officer-values.ts';
import { Phrases } from './Phrases.tsx';
import { problemWords } from './problem-words.ts';
import { SupplementForm } from './SupplementForm.tsx';
import { sendUnlessChanged } from './same-matter.ts';
import { forgetTaskDraft, useTaskDraft } from './task-draft.ts';

interface Props {
  task: TaskPage;
  /** The task as it stands on the server now. */
  look(): Promise<TaskPage | undefined>;
  /** The decision stands: what happened, and the next task of this desk. */
  onDone(words: string, next: string | undefined): void;
  /** The case was sent back: this desk goes on with its list. */
  onReturned(words: string): void;
  onStale(words: string): void;
}

const noSections: Section[] = [];

export function TaskDecision({ task, look: lookAgain, onDone, onReturned, onStale }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const kept = useTaskDraft(task.id);
  const { draft, change } = kept;
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [message, setMessage] = useState<string>();
  const [returning, setReturning] = useState(draft.defects.length > 0);
  const [articles, setArticles] = useState<Record<string, number>>({});
  const place = useRef<HTMLDivElement>(null);
  const complete = useCompleteTask(task.id);

  const look = useTaskForm(task.id);
  const sections = task.form?.sections ?? noSections;
  const form = useFormNow({ sections, live: task.form?.live ?? false, values: draft.outputs, look });

  const focusOn = (selector: string) => place.current?.querySelector<HTMLElement>(selector)?.focus();
  const decide = async (decision: DecisionView) => {
    setMessage(undefined);
    setProblems({});
    if (decision.opinionRequired && draft.opinion.trim() === '') {
      setMessage(t('work.opinionNeeded', { decision: text(decision.name) }));
      focusOn('#opinion');
      return;
    }
    try {
      const outputs = task.form && decision.effect !== 'refuse' ? sentOutputs(await form.settle(), draft.outputs) : undefined;
      const completion = {
        decision: decision.id,
        commandId: draft.commandId,
        ...(draft.opinion.trim() ? { opinion: draft.opinion.trim() } : {}),
        ...(decision.articles ? { article: articles[decision.id] ?? 0 } : {}),
        ...(outputs ? { outputs } : {}),
      };
      const { done, next } = await sendUnlessChanged(task, lookAgain, (rev) => complete.mutateAsync({ rev, ...completion }));
      forgetTaskDraft(task.id);
      onDone(text(done), next);
    } catch (cause) {
      const problem = problemOf(cause);
      if (problem.status === 409) return onStale(problemWords(problem));
      const refused = (problem.problems ?? []) as unknown as FieldProblem[];
      setProblems(Object.fromEntries(refused.map((one) => [problemKey(one), text(one.message)])));
      setMessage(
        refused.length > 0
          ? t('work.problems', { count: refused.length })
          : problemWords(problem) || t(problem.status === 0 ? 'work.offline' : 'ui.failed'),
      );
      if (refused[0]) focusOn(`[data-field-key="${refused[0].path}"] :is(input, select, textarea)`);
    }
  };

  const first = task.decisions.find((decision) => decision.effect === 'agree');
  const send = useRef<() => void>(() => {});
  send.current = () => first && !complete.isPending && !returning && void decide(first);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.isComposing) return;
      event.preventDefault();
      send.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  if (returning) {
    return (
      <SupplementForm
        task={task}
        draft={kept}
        look={lookAgain}
        onCancel={() => {
          change({ defects: [] });
          setReturning(false);
        }}
        onStale={onStale}
        onSent={(words) => {
          forgetTaskDraft(task.id);
          onReturned(words);
        }}
      />
    );
  }
  return (
    <div className="decision" ref={place}>
      <div className="deciding-body">
        {message && (
          <p className="field-error" role="alert">
            {message}
          </p>
        )}
        {task.form && (
          <DeskTask value={task.id}>
            <OfficerForm
              sections={form.sections}
              values={draft.outputs}
              problems={problems}
              onChange={(path, value) => change({ outputs: { ...draft.outputs, [path]: value } })}
            />
          </DeskTask>
        )}
        <div className="opinion-head">
          <label className="officer-label" htmlFor="opinion">
            {t('work.opinion')}
          </label>
          <Phrases onPhrase={(words) => change({ opinion: `${draft.opinion}${words}` })} />
        </div>
        <textarea
          id="opinion"
          rows={3}
          maxLength={2000}
          value={draft.opinion}
          onChange={(event) => change({ opinion: event.target.value })}
        />
      </div>
      <Articles decisions={task.decisions} chosen={articles} onChoose={(id, article) => setArticles({ ...articles, [id]: article })} />
      <div className="deciding-foot">
        <h3 id="decide">{t('work.decide')}</h3>
        <ul className="decisions" aria-labelledby="decide">
          {task.decisions.map((decision) => (
            <li key={decision.id}>
              <Button
                type={decision === first ? 'primary' : 'default'}
                danger={decision.effect === 'refuse'}
                loading={complete.isPending && complete.variables?.decision === decision.id}
                disabled={complete.isPending}
                onClick={() => void decide(decision)}
                aria-describedby={`next-${decision.id}`}
                aria-keyshortcuts={decision === first ? 'Control+Enter' : undefined}
              >
                {text(decision.name)}
              </Button>
              <span id={`next-${decision.id}`} className="source">
                {t('work.whatNext', { next: afterwards(text(decision.next)) })}
                {decision.opinionRequired && t('work.opinionMust')}
                {decision.paper && t('work.paperMade', { paper: text(decision.paper) })}
              </span>
            </li>
          ))}
          {task.canSupplement && (
            <li>
              <Button onClick={() => setReturning(true)} disabled={complete.isPending} aria-describedby="next-supplement">
                {t('work.supplement')}
              </Button>
              <span id="next-supplement" className="source">
                {t('work.supplement.next')}
              </span>
            </li>
          )}
        </ul>
        {first && <p className="source keys">{t('work.keys', { decision: text(first.name) })}</p>}
      </div>
    </div>
  );
}

interface ArticlesProps {
  decisions: DecisionView[];
  chosen: Record<string, number>;
  onChoose(decision: string, article: number): void;
}

/** The article a refusal names on its paper, where there are several to choose from. */
function Articles({ decisions, chosen, onChoose }: ArticlesProps) {
  const { t } = useTranslation();
  const text = useText();
  return decisions
    .filter((decision) => (decision.articles ?? []).length > 1)
    .map((decision) => (
      <div key={decision.id} className="deciding-body">
        <label className="officer-label" htmlFor={`article-${decision.id}`}>
          {t('work.article', { decision: text(decision.name) })}
        </label>
        <select
          id={`article-${decision.id}`}
          value={chosen[decision.id] ?? 0}
          onChange={(event) => onChoose(decision.id, Number(event.target.value))}
        >
          {decision.articles!.map((article, index) => (
            <option key={text(article)} value={index}>
              {text(article)}
            </option>
          ))}
        </select>
      </div>
    ));
}

/** The server's sentence starts with its own "next"; the page says it once. */
const afterwards = (next: string) => next.replace(/^(下一步：|Next: )/, '');
