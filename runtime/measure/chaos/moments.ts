/** The named moments at which something is killed: what they are, and who can be killed there. */

export const victims = ['api', 'worker', 'script child', 'PostgreSQL'] as const;
export type Victim = (typeof victims)[number];

/** Seams of the product as they look from outside, each with what happens at it. */
export const seams = {
  claim: 'a worker takes jobs',
  commit: 'a burst is committed',
  script: 'a script runs in its child',
  send: 'a message or a document goes to the outside world',
  read: 'a register outside is asked',
  paper: 'the bytes of a certificate are kept before they are sealed',
  join: 'branches come together',
  instances: 'the last of several instances is done',
  timer: 'a timer fires',
  compensation: 'finished steps are taken back',
  message: 'a case sends a message or a signal',
  delivery: 'a case takes a message',
  signal: 'everybody was told of a signal',
  child: 'a called case is started',
  return: 'the end of a called case reaches its caller',
  publish: 'a version is published',
  question: 'a question is put to the owner of data',
  answer: 'the owner of data answers',
  event: 'the first of several events has come',
  step: 'people start a step',
  migrate: 'running cases are moved to another version',
  reply: 'a request is answered',
} as const;
export type Seam = keyof typeof seams;
/** `before`: nothing has left yet; `sent`: it has left, no answer came; `after`: the answer is here and not yet used. */
export type Phase = 'before' | 'sent' | 'after';
export type Moment = `${Seam}.${Phase}`;

const phases: readonly Phase[] = ['before', 'sent', 'after'];
const all = (...names: Seam[]): Moment[] => names.flatMap((name) => phases.map((phase): Moment => `${name}.${phase}`));

/** Where each victim is killed. The api never claims, the worker never publishes; the last branch of a join is a worker's. */
export const momentsOf: Record<Victim, readonly Moment[]> = {
  api: [...all('commit', 'script', 'instances', 'compensation', 'publish', 'answer', 'step', 'migrate'), 'reply.after'],
  worker: all(
    'claim',
    'send',
    'commit',
    'timer',
    'delivery',
    'message',
    'child',
    'return',
    'join',
    'compensation',
    'paper',
    'signal',
    'read',
    'script',
    'question',
    'event',
  ),
  'script child': all('script'),
  PostgreSQL: all(
    'commit',
    'claim',
    'timer',
    'join',
    'delivery',
    'compensation',
    'message',
    'child',
    'return',
    'publish',
    'migrate',
    'answer',
    'question',
  ),
};

/** What the harness asks of the processes under test: written to a file, taken by the first that comes to the moment. */
export interface Order {
  id: number;
  moment: Moment;
  victim: Victim;
  /** Of PostgreSQL. */
  pid?: number;
}
/** What a process notes right before it kills. */
export interface Hit extends Order {
  at: number;
  role: string;
  /** The process that came to the moment. */
  process: number;
  /** Cases that were in its hands. */
  cases: string[];
  what: string;
}

export const orderFile = (victim: Victim) => `order-${victims.indexOf(victim)}.json`;
export const hitFile = (id: number) => `hit-${id}.json`;
export const scriptFile = 'script-children.jsonl';
