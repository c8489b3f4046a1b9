/** The answer to a question: values, no record, or a refusal with its reason. What follows is said before it is sent. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssistAnswer, AssistPage, FieldProblem, JsonValue } from '../../../schemas/generated/api.ts';
import { useAnswerAssist } from '../../api/assists.ts';
import { problemOf } from '../../api/client.ts';
import { FileField, fileIds } from '../../fields/file/FileField.tsx';
import { UploadsProvider } from '../../fields/file/uploads.ts';
import { problemKey } from '../../fields/parts.ts';
import { useText } from '../../i18n/use-text.ts';
import { showToast } from '../../ui/toast.tsx';
import { useAssistUploads } from './desk-uploads.tsx';
import { OfficerForm } from './OfficerForm.tsx';
import { problemWords } from './problem-words.ts';

type Kind = AssistAnswer['kind'];

export function AssistForm({ page, onStale }: { page: AssistPage; onStale(): void }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const answer = useAnswerAssist(page.id);
  const place = useRef<HTMLDivElement>(null);
  const commandId = useRef(crypto.randomUUID());
  const [values, setValues] = useState<Record<string, JsonValue>>({});
  const [words, setWords] = useState('');
  const uploads = useAssistUploads(page.id);
  const [documents, setDocuments] = useState<string[]>([]);
  const [days, setDays] = useState(String(page.validDays));
  const [seal, setSeal] = useState(false);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [message, setMessage] = useState<string>();
  const focusOn = (selector: string) => place.current?.querySelector<HTMLElement>(selector)?.focus();

  const send = async (kind: Kind) => {
    setMessage(undefined);
    setProblems({});
    if (kind === 'refused' && words.trim() === '') {
      setMessage(t('assist.refuse.needed'));
      focusOn('#assist-words');
      return;
    }
    try {
      await answer.mutateAsync(bodyOf(kind, { values, words, documents, days, seal, commandId: commandId.current }));
      showToast(t(`assist.sent.${kind}`));
    } catch (cause) {
      const problem = problemOf(cause);
      if (problem.status === 409) onStale();
      // Another try is another sending, unless nobody knows what became of this one.
      if (problem.status !== 0 && problem.status < 500) commandId.current = crypto.randomUUID();
      const refused = (problem.problems ?? []) as unknown as FieldProblem[];
      setProblems(Object.fromEntries(refused.map((one) => [problemKey(one), text(one.message)])));
      setMessage(problemWords(problem) || t(problem.status === 0 ? 'work.offline' : 'ui.failed'));
      if (refused[0]) focusOn(`[data-field-key="${refused[0].path}"] :is(input, select, textarea)`);
    }
  };
  const pending = answer.isPending ? answer.variables?.kind : undefined;
  return (
    <div ref={place} className="assist-form">
      {message && (
        <p className="field-error" role="alert">
          {message}
        </p>
      )}
      <p className="source">{t('assist.form.lead')}</p>
      <OfficerForm
        sections={page.form?.sections ?? []}
        values={values}
        problems={problems}
        onChange={(path, value) => setValues({ ...values, [path]: value })}
      />
      <label className="officer-label" htmlFor="assist-documents">
        {t(page.evidence === 'required' ? 'assist.evidence.required' : 'assist.evidence')}
      </label>
      <p id="assist-documents-hint" className="source">
        {t('assist.evidence.words')}
      </p>
      <UploadsProvider value={uploads}>
        <FileField
          id="assist-documents"
          type="file"
          value={documents}
          language={i18n.language === 'en' ? 'en' : 'zh-CN'}
          describedBy="assist-documents-hint"
          required={page.evidence === 'required'}
          invalid={false}
          words={{ yes: t('ui.yes'), no: t('ui.no'), choose: '' }}
          onChange={(value) => setDocuments(fileIds(value))}
        />
      </UploadsProvider>
      <label className="officer-label" htmlFor="assist-days">
        {t('assist.valid')}
      </label>
      <p id="assist-days-hint" className="source">
        {t('assist.valid.words')}
      </p>
      <input
        id="assist-days"
        aria-describedby="assist-days-hint"
        type="number"
        inputMode="numeric"
        min={1}
        max={365}
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
      <label className="officer-label" htmlFor="assist-words">
        {t('assist.words')}
      </label>
      <textarea id="assist-words" rows={3} maxLength={2000} value={words} onChange={(event) => setWords(event.target.value)} />
      <label className="assist-seal">
        <input type="checkbox" checked={seal} onChange={(event) => setSeal(event.target.checked)} />
        {t('assist.seal')}
      </label>
      <ul className="decisions">
        {(['record', 'noRecord', 'refused'] as const).map((kind) => (
          <li key={kind}>
            <Button
              type={kind === 'record' ? 'primary' : 'default'}
              danger={kind === 'refused'}
              loading={pending === kind}
              disabled={answer.isPending}
              aria-describedby={`assist-next-${kind}`}
              onClick={() => void send(kind)}
            >
              {t(names[kind])}
            </Button>
            <p id={`assist-next-${kind}`} className="source">
              {t(`${names[kind]}.next`)}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

const names: Record<Kind, string> = { record: 'assist.send', noRecord: 'assist.noRecord', refused: 'assist.refuse' };

interface Filled {
  values: Record<string, JsonValue>;
  words: string;
  documents: readonly string[];
  days: string;
  seal: boolean;
  commandId: string;
}

/** What is sent: nothing empty, and days only where they make sense. */
export function bodyOf(kind: Kind, { values, words, documents, days, seal, commandId }: Filled): AssistAnswer {
  const said = words.trim();
  if (kind === 'refused') return { kind, words: said, commandId };
  const count = Math.round(Number(days));
  const about = {
    ...(said ? { words: said } : {}),
    ...(documents.length > 0 ? { documents: [...documents] } : {}),
    ...(seal ? { seal } : {}),
    ...(count >= 1 && count <= 365 ? { validDays: count } : {}),
    commandId,
  } as const;
  if (kind === 'noRecord') return { kind, ...about };
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  return { kind, values: Object.fromEntries(given), ...about };
}
