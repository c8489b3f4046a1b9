/** /go/s/:region/:scene/fit: a few answers first; what does not apply is never asked. Open to anybody; signing in comes after. */
import { useEffect, useRef, useState } from 'react';
import type { Draft, FieldProblem, Fit, JsonValue, Question } from '../../../schemas/generated/api.ts';
import { type Problem, problemOf, request } from '../../api/client.ts';
import { usePortal } from '../context.tsx';
import { fitWords } from '../fit-words.ts';
import { type Answers, forgetAnswers, readAnswers, writeAnswers } from '../kept-answers.ts';
import { Heading, Link } from '../parts/layout.tsx';
import { Progress } from '../parts/progress.tsx';
import { AskedQuestion } from '../parts/question.tsx';
import { ErrorSummary, LoadState, summaryOf } from '../parts/states.tsx';
import { go } from '../router.ts';
import type { Load } from '../use-load.ts';

export function FitPage({ region, scene }: { region: string; scene: string }) {
  const service = `${region}/${scene}`;
  const [answers, setAnswers] = useState<Answers>(() => readAnswers(service));
  const load = useFit(service, answers);
  const change = (path: string, value: JsonValue) => {
    const next = { ...answers, [path]: value };
    setAnswers(next);
    writeAnswers(service, next);
  };
  return <LoadState load={load}>{(fit) => <Questions service={service} fit={fit} answers={answers} change={change} />}</LoadState>;
}

/** What the answers mean, asked anew after each; the last answer counts, and while one is on its way the one before stays. */
function useFit(service: string, answers: Answers): Load<Fit> {
  const [loaded, setLoaded] = useState<Load<Fit>['loaded']>({ state: 'loading' });
  const [round, setRound] = useState(0);
  const ready = loaded.state === 'ready';
  const wasReady = useRef(ready);
  wasReady.current = ready;

  // biome-ignore lint/correctness/useExhaustiveDependencies: round is a reason to ask again, not an input
  useEffect(() => {
    const abort = new AbortController();
    const ask = () =>
      request<Fit>(`/services/${service}/fit`, { method: 'POST', body: { values: given(answers) }, signal: abort.signal }).then(
        (data) => !abort.signal.aborted && setLoaded({ state: 'ready', data }),
        (error: unknown) => {
          // A lost answer takes nothing away: what was said before stays, and the next change asks again.
          if (!abort.signal.aborted && !wasReady.current) setLoaded({ state: 'problem', problem: problemOf(error) });
        },
      );
    const timer = setTimeout(() => void ask(), wasReady.current ? 200 : 0);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [service, answers, round]);

  return {
    loaded,
    reload: () => {
      setLoaded({ state: 'loading' });
      setRound(round + 1);
    },
    set: (data) => setLoaded({ state: 'ready', data }),
  };
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
const given = (answers: Answers): Answers => Object.fromEntries(Object.entries(answers).filter(([, value]) => !isNothing(value)));

interface QuestionsProps {
  service: string;
  fit: Fit;
  answers: Answers;
  change(path: string, value: JsonValue): void;
}

function Questions({ service, fit, answers, change }: QuestionsProps) {
  const { tx, language, w } = usePortal();
  const own = fitWords(language);
  const [tried, setTried] = useState(false);
  const start = useStart(service, answers);
  const asked = fit.questions.filter(({ mode }) => mode === 'ask');
  const open = asked.filter((question) => question.required && isNothing(answerTo(question, answers)));
  const problems = problemsOf(fit, tried ? open : [], own.answerThis);

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (open.length === 0 && fit.problems.length === 0) void start.go();
      }}
    >
      <Link to={`/go/s/${service}`} className="back">
        {w.back}
      </Link>
      <Progress value={asked.length - open.length} max={asked.length}>
        {own.answered} {asked.length - open.length} {own.of} {asked.length} {own.items} · {tx(fit.name)}
      </Progress>
      <Heading error={tried && problems.length > 0}>{tx(fit.title)}</Heading>
      <p className="lead">
        {fit.regionName}
        {fit.hint && ` · ${tx(fit.hint)}`}
      </p>
      {tried && <ErrorSummary problems={summaryOf(problems, asked, tx)} />}
      {asked.map((question) => (
        <AskedQuestion
          key={question.path}
          question={question}
          value={answerTo(question, answers)}
          onChange={(value) => change(question.path, value)}
          error={problems.filter(({ path }) => path === question.path).map(({ message }) => tx(message))[0]}
        />
      ))}
      <Outcome fit={fit} />
      {start.problem && (
        <p className="error" role="alert">
          {start.problem.detail ?? start.problem.title ?? (start.problem.status === 0 ? w.offline : w.problem)}
        </p>
      )}
      <div className="bar">
        <button type="submit" className="primary" disabled={start.busy}>
          {own.goOn}
        </button>
      </div>
    </form>
  );
}

function answerTo(question: Question, answers: Answers): JsonValue {
  return Object.hasOwn(answers, question.path) ? answers[question.path]! : (question.value ?? null);
}

/** What the server refused, and, once somebody wanted to go on, what is still open. */
function problemsOf(fit: Fit, open: readonly Question[], words: string): FieldProblem[] {
  const missing = open.map(({ path }) => ({ path, code: 'field.required', message: { 'zh-CN': words, en: words } }));
  return [...fit.problems, ...missing.filter(({ path }) => !fit.problems.some((problem) => problem.path === path))];
}

/** Begins the application with these answers. Who is not signed in comes back here afterwards, the answers still there. */
function useStart(service: string, answers: Answers) {
  const { whoIsHere } = usePortal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  // One id for this visit: a second tap, or a lost answer, makes no second draft.
  const commandId = useRef(crypto.randomUUID());
  return {
    busy,
    problem,
    async go() {
      setBusy(true);
      setProblem(undefined);
      try {
        if (!(await whoIsHere())) return go(`/go/sign-in?then=${encodeURIComponent(`/go/s/${service}/fit`)}`);
        const [region, scenario] = service.split('/');
        const { id, rev } = await request<Draft>('/drafts', { method: 'POST', body: { region, scenario, commandId: commandId.current } });
        await request<Draft>(`/drafts/${id}/values`, { method: 'PUT', body: { values: given(answers), rev } });
        forgetAnswers(service);
        go(`/go/a/${id}`);
      } catch (error) {
        setProblem(problemOf(error));
        setBusy(false);
      }
    },
  };
}

/** Which matters are handled, which are not needed, and how much is left to fill in; read out when it changes. */
function Outcome({ fit }: { fit: Fit }) {
  const { tx, language } = usePortal();
  const own = fitWords(language);
  const { asked, shared, formFields } = fit.counts;
  const amount = own.amount.replace('{asked}', String(asked)).replace('{shared}', String(shared)).replace('{fields}', String(formFields));
  return (
    <section className="fit" aria-live="polite">
      <h2>{own.handles}</h2>
      <ul className="plain">
        {fit.items.map((item) => (
          <li key={item.id} data-applies={item.applies}>
            <span className="matter">{tx(item.name)}</span>{' '}
            <span className="second">
              {item.applies === 'yes'
                ? `${tx(item.department)} · ${item.promisedDays} ${own.days}`
                : item.applies === 'no'
                  ? own.notNeeded
                  : own.undecided}
            </span>
          </li>
        ))}
      </ul>
      {fit.complete && <p className="second">{amount}</p>}
    </section>
  );
}
