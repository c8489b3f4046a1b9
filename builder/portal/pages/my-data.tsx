/** /go/my-data: who read my data, what is kept about me; a copy, corrections, deletion and consents taken back. */
import { useRef, useState } from 'react';
import type { DeletionAnswer, Done, MyCaseData, MyData, MyRead } from '../../../schemas/generated/api.ts';
import { problemOf, request } from '../../api/client.ts';
import { contentAddress, thumbnailAddress } from '../../api/uploads.ts';
import { usePortal } from '../context.tsx';
import { filledIn, materialWords } from '../material-words.ts';
import { Heading, Link } from '../parts/layout.tsx';
import { localMinute } from '../parts/question.tsx';
import { LoadState } from '../parts/states.tsx';
import { useLoad } from '../use-load.ts';

export function MyDataPage() {
  const { w, language } = usePortal();
  const m = materialWords(language);
  const load = useLoad<MyData>('/my/data');
  return (
    <>
      <Link to="/go/c" className="back">
        {w.mine}
      </Link>
      <Heading>{m.data}</Heading>
      <p className="lead">{m.dataLead}</p>
      <p className="side">
        {m.copy}：
        <a href="/api/my/data/paper" download>
          {m.copyPdf}
        </a>
        <a href="/api/my/data/export" download>
          {m.copyJson}
        </a>
      </p>
      <LoadState load={load}>
        {(data) => (
          <>
            <Reads data={data} />
            <section aria-labelledby="stored">
              <h2 id="stored">{m.storedTitle}</h2>
              {data.cases.length === 0 && <p className="empty">{m.storedEmpty}</p>}
              {data.cases.map((one) => (
                <CaseData key={one.id} one={one} reload={load.reload} />
              ))}
            </section>
            <Uploads data={data} reload={load.reload} />
          </>
        )}
      </LoadState>
    </>
  );
}

function Reads({ data }: { data: MyData }) {
  const { w, tx, language } = usePortal();
  const m = materialWords(language);
  const [more, setMore] = useState<MyRead[]>([]);
  const [before, setBefore] = useState(data.before);
  const [error, setError] = useState<string>();
  const reads = [...data.reads, ...more];
  const next = async () => {
    setError(undefined);
    try {
      const page = await request<MyData>(`/my/data?before=${before}`);
      setMore((all) => [...all, ...page.reads]);
      setBefore(page.before);
    } catch (problem) {
      setError(problemOf(problem).status === 0 ? w.offline : m.failed);
    }
  };
  return (
    <section aria-labelledby="reads">
      <h2 id="reads">{m.readsTitle}</h2>
      {reads.length === 0 ? (
        <p className="empty">{m.readsEmpty}</p>
      ) : (
        <ul className="reads">
          {reads.map((read) => (
            <li key={read.id}>
              <time dateTime={read.at}>{localMinute(read.at)}</time>
              <strong>{tx(read.resource)}</strong>
              <span>{filledIn(m.readsFor, { name: tx(read.by), owner: tx(read.owner) })}</span>
              <span className="second">
                {read.fields.map(tx).join(language === 'en' ? ', ' : '、')} · {tx(read.result)}
              </span>
              {read.purpose && <span className="second">{tx(read.purpose)}</span>}
              {!read.own && <span className="second">{m.readsOther}</span>}
              {read.caseNo && <Link to={`/go/c/${read.caseNo}`}>{read.caseNo}</Link>}
            </li>
          ))}
        </ul>
      )}
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {before && (
        <button type="button" className="secondary" onClick={() => void next()}>
          {m.more}
        </button>
      )}
    </section>
  );
}

function CaseData({ one, reload }: { one: MyCaseData; reload(): void }) {
  const { tx, language } = usePortal();
  const m = materialWords(language);
  return (
    <details className="my-case">
      <summary>
        <strong>{tx(one.name)}</strong>
        <span className="second">
          {one.regionName} · {one.caseNo ?? m.unsubmitted}
        </span>
      </summary>
      <h3>{filledIn(m.fields, { n: one.fields.length })}</h3>
      <dl className="my-fields">
        {one.fields.map((field) => (
          <div key={field.path}>
            <dt>{tx(field.label)}</dt>
            <dd>
              {field.shown}
              <span className="source">{tx(field.source)}</span>
              {field.canCorrect && <Correction caseId={one.id} path={field.path} label={tx(field.label)} />}
            </dd>
          </div>
        ))}
      </dl>
      {one.consents.length > 0 && <h3>{m.consents}</h3>}
      {one.consents.map((consent) => (
        <Consent key={consent.data} caseId={one.id} consent={consent} reload={reload} />
      ))}
      {one.readers.length > 0 && (
        <>
          <h3>{m.readers}</h3>
          <ul className="reads">
            {one.readers.map((reader) => (
              <li key={`${reader.at}${tx(reader.what)}${tx(reader.by)}`}>
                <time dateTime={reader.at}>{localMinute(reader.at)}</time> {tx(reader.by)}：{tx(reader.what)}
              </li>
            ))}
          </ul>
        </>
      )}
      {one.erasures.length > 0 && (
        <>
          <h3>{m.erased}</h3>
          <ul className="reads">
            {one.erasures.map((line) => (
              <li key={line.hash + line.at}>
                <time dateTime={line.at}>{localMinute(line.at)}</time> {tx(line.name)}：{tx(line.why)}
              </li>
            ))}
          </ul>
        </>
      )}
      <Deletion body={{ case: one.id }} name={tx(one.name)} reload={reload} />
    </details>
  );
}

function Uploads({ data, reload }: { data: MyData; reload(): void }) {
  const { tx, language } = usePortal();
  const m = materialWords(language);
  return (
    <section aria-labelledby="uploads">
      <h2 id="uploads">{m.uploads}</h2>
      {data.uploads.length === 0 && <p className="empty">{m.uploadsEmpty}</p>}
      <ul className="my-uploads">
        {data.uploads.map((file) => (
          <li key={file.id}>
            {file.thumbnail && <img src={thumbnailAddress(file.id)} alt="" width={64} height={64} loading="lazy" />}
            <span className="my-upload">
              <a href={contentAddress(file.id)} target="_blank" rel="noreferrer">
                {file.name}
              </a>
              <span className="second">
                {localMinute(file.at)} · {tx(file.about)}
                {file.caseNo && ` · ${file.caseNo}`}
              </span>
              {file.wrong ? <span className="warn">{m.marked}</span> : <MarkWrong id={file.id} name={file.name} reload={reload} />}
              <Deletion body={{ upload: file.id }} name={file.name} reload={reload} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One deed with its answer in words; a failure stays beside its button. */
function useDeed() {
  const { w, language } = usePortal();
  const m = materialWords(language);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const [error, setError] = useState<string>();
  return {
    busy,
    said,
    error,
    async run<T>(work: () => Promise<T>, words: (answer: T) => string): Promise<void> {
      setBusy(true);
      setError(undefined);
      try {
        setSaid(words(await work()));
      } catch (problem) {
        const { status, title, detail } = problemOf(problem);
        setError(status === 0 ? w.offline : (detail ?? title ?? m.failed));
      }
      setBusy(false);
    },
  };
}

function Answer({ said, error }: { said?: string; error?: string }) {
  if (error)
    return (
      <p className="error" role="alert">
        {error}
      </p>
    );
  return said ? <p role="status">{said}</p> : null;
}

function Correction({ caseId, path, label }: { caseId: string; path: string; label: string }) {
  const { tx, language } = usePortal();
  const m = materialWords(language);
  const [open, setOpen] = useState(false);
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const commandId = useRef(crypto.randomUUID());
  const deed = useDeed();
  const id = `fix-${caseId}-${path.replace('.', '-')}`;
  if (deed.said) return <Answer said={deed.said} />;
  if (!open)
    return (
      <button type="button" className="link" onClick={() => setOpen(true)}>
        {m.wrong}
        <span className="hidden">：{label}</span>
      </button>
    );
  const body = { case: caseId, path, value, reason, commandId: commandId.current };
  return (
    <form
      className="dispute"
      onSubmit={(event) => {
        event.preventDefault();
        void deed.run(
          () => request<Done>('/my/data/corrections', { method: 'POST', body }),
          ({ done }) => tx(done),
        );
      }}
    >
      <label className="label" htmlFor={id}>
        {label}
        {m.should}
      </label>
      <input id={id} value={value} maxLength={500} required onChange={(event) => setValue(event.target.value)} />
      <label className="label" htmlFor={`${id}-why`}>
        {m.reason}
      </label>
      <textarea
        id={`${id}-why`}
        value={reason}
        minLength={2}
        maxLength={500}
        required
        onChange={(event) => setReason(event.target.value)}
      />
      <Answer error={deed.error} />
      <button type="submit" className="secondary" disabled={deed.busy}>
        {m.send}
      </button>
      <button type="button" className="link" onClick={() => setOpen(false)}>
        {m.cancel}
      </button>
    </form>
  );
}

function MarkWrong({ id, name, reload }: { id: string; name: string; reload(): void }) {
  const { tx, language } = usePortal();
  const m = materialWords(language);
  const deed = useDeed();
  return (
    <>
      <button
        type="button"
        className="link"
        disabled={deed.busy}
        onClick={() =>
          void deed.run(
            () => request<Done>('/my/data/corrections', { method: 'POST', body: { upload: id, reason: m.markWrong } }),
            ({ done }) => {
              reload();
              return tx(done);
            },
          )
        }
      >
        {m.markWrong}
        <span className="hidden">：{name}</span>
      </button>
      <Answer said={deed.said} error={deed.error} />
    </>
  );
}

/** What follows is said before; then it is done. */
function Consent({ caseId, consent, reload }: { caseId: string; consent: MyCaseData['consents'][number]; reload(): void }) {
  const { tx, language } = usePortal();
  const m = materialWords(language);
  const [asking, setAsking] = useState(false);
  const commandId = useRef(crypto.randomUUID());
  const deed = useDeed();
  const withdraw = () =>
    deed.run(
      () =>
        request<Done>('/my/data/withdrawals', { method: 'POST', body: { case: caseId, data: consent.data, commandId: commandId.current } }),
      ({ done }) => {
        reload();
        return tx(done);
      },
    );
  return (
    <div className="my-consent">
      <strong>{tx(consent.name)}</strong>
      <span className="second">
        {tx(consent.department)} · {consent.granted ? m.granted : m.notGranted} · {localMinute(consent.at)}
      </span>
      {consent.canWithdraw && !asking && (
        <button type="button" className="link" onClick={() => setAsking(true)}>
          {m.withdraw}
          <span className="hidden">：{tx(consent.name)}</span>
        </button>
      )}
      {asking && consent.canWithdraw && (
        <div className="ask-first" role="group" aria-label={m.withdraw}>
          <p>{m.withdrawAsk}</p>
          <ul>
            {consent.effects.map((effect) => (
              <li key={tx(effect)}>{tx(effect)}</li>
            ))}
          </ul>
          <button type="button" className="danger" disabled={deed.busy} onClick={() => void withdraw()}>
            {m.withdrawSure}
          </button>
          <button type="button" className="link" onClick={() => setAsking(false)}>
            {m.cancel}
          </button>
        </div>
      )}
      <Answer said={deed.said} error={deed.error} />
    </div>
  );
}

function Deletion({ body, name, reload }: { body: { case: string } | { upload: string }; name: string; reload(): void }) {
  const { tx, language } = usePortal();
  const m = materialWords(language);
  const [asking, setAsking] = useState(false);
  const [kept, setKept] = useState<DeletionAnswer['reasons']>();
  const deed = useDeed();
  const remove = () =>
    deed.run(
      () => request<DeletionAnswer>('/my/data/deletions', { method: 'POST', body }),
      ({ deleted, reasons }) => {
        setAsking(false);
        if (!deleted) {
          setKept(reasons);
          return '';
        }
        reload();
        return m.removed;
      },
    );
  return (
    <div className="my-remove">
      {!asking && !kept && (
        <button type="button" className="link" onClick={() => setAsking(true)}>
          {m.remove}
          <span className="hidden">：{name}</span>
        </button>
      )}
      {asking && (
        <div className="ask-first" role="group" aria-label={m.remove}>
          <p>{m.removeAsk}</p>
          <button type="button" className="danger" disabled={deed.busy} onClick={() => void remove()}>
            {m.removeSure}
          </button>
          <button type="button" className="link" onClick={() => setAsking(false)}>
            {m.cancel}
          </button>
        </div>
      )}
      {kept && (
        <div role="status">
          <p>{m.kept}</p>
          <ul>
            {kept.map((reason) => (
              <li key={tx(reason)}>{tx(reason)}</li>
            ))}
          </ul>
        </div>
      )}
      <Answer said={deed.said} error={deed.error} />
    </div>
  );
}
