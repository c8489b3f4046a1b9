import { type DragEvent, useEffect, useRef, useState } from 'react';
import type { FieldProps } from '../field.ts';
import { filled, ownWords } from '../own-words.ts';
import { type StoredFile, UploadRefused, useUploads } from './uploads.ts';

interface Running {
  key: number;
  file: File;
  share: number;
  /** The sentence of a failure; retried on demand. */
  failed?: string;
}

/** Ids of the files in a value. */
export const fileIds = (value: FieldProps['value']): string[] =>
  Array.isArray(value) ? value.filter((id) => typeof id === 'string') : typeof value === 'string' && value ? [value] : [];

/** The files of a question: chosen, photographed or dropped; each with its progress, and removed one by one. */
export function FileField(props: FieldProps) {
  const { id, value, onChange, onCommit, invalid, describedBy, language, slot } = props;
  const words = ownWords(language);
  const uploads = useUploads();
  const ids = fileIds(value);
  const known = useKnownFiles(ids);
  const [running, setRunning] = useState<Running[]>([]);
  const [said, say] = useState('');
  // Several uploads end one after the other; each must see what the ones before it added.
  const latest = useRef(ids);
  latest.current = ids;
  const next = useRef(0);
  const input = useRef<HTMLInputElement>(null);
  const put = (list: string[]) => {
    latest.current = list;
    onChange(list.length > 0 ? list : null);
    onCommit?.();
  };
  const change = (key: number, changes: Partial<Running>) =>
    setRunning((all) => all.map((one) => (one.key === key ? { ...one, ...changes } : one)));
  const send = async ({ key, file }: Running) => {
    if (!uploads) return;
    change(key, { failed: undefined, share: 0 });
    try {
      const stored = await uploads.upload(file, (share) => change(key, { share }), slot);
      known.learn(stored);
      setRunning((all) => all.filter((one) => one.key !== key));
      if (!latest.current.includes(stored.id)) put([...latest.current, stored.id]);
      say(filled(words.uploaded, { name: file.name }));
    } catch (error) {
      const failed = error instanceof UploadRefused ? error.message : filled(words.failed, { name: file.name });
      change(key, { failed });
    }
  };
  const take = (files: FileList | null) => {
    const begun = [...(files ?? [])].map((file): Running => ({ key: next.current++, file, share: 0 }));
    setRunning((all) => [...all, ...begun]);
    for (const one of begun) void send(one);
    if (input.current) input.current.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's twin of the button inside
    <div className="files" onDragOver={(event) => event.preventDefault()} onDrop={uploads && drop}>
      {ids.length > 0 && (
        <ul>
          {ids.map((file, i) => (
            <Stored
              key={file}
              file={known.byId.get(file)}
              fallback={filled(words.file, { n: i + 1 })}
              removeLabel={words.remove}
              heicWords={words.heic}
              onRemove={() => put(ids.filter((other) => other !== file))}
            />
          ))}
        </ul>
      )}
      {running.map((one) => (
        <div key={one.key} className={one.failed ? 'file-running file-failed' : 'file-running'}>
          <span role={one.failed ? 'alert' : undefined}>
            {one.failed ?? filled(words.uploading, { name: one.file.name, n: Math.round(one.share * 100) })}
          </span>
          {one.failed ? (
            <span className="file-tools">
              <button type="button" className="link" onClick={() => void send(one)}>
                {words.retry}
              </button>
              <button type="button" className="link" onClick={() => setRunning((all) => all.filter((other) => other.key !== one.key))}>
                {words.remove}
              </button>
            </span>
          ) : (
            <progress max={1} value={one.share} aria-label={one.file.name} />
          )}
        </div>
      ))}
      <input
        ref={input}
        id={id}
        type="file"
        multiple
        disabled={!uploads}
        accept={uploads?.accept?.(slot)}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        onChange={(event) => take(event.target.files)}
      />
      <small className="hint">{uploads ? words.drop : words.noUpload}</small>
      <span className="hidden visually-hidden" aria-live="polite">
        {said}
      </span>
    </div>
  );
}

interface StoredProps {
  file: StoredFile | undefined;
  fallback: string;
  removeLabel: string;
  heicWords: string;
  onRemove: () => void;
}

function Stored({ file, fallback, removeLabel, heicWords, onRemove }: StoredProps) {
  const name = file?.name ?? fallback;
  return (
    <li className="file-stored">
      {file?.preview && <img src={file.preview} alt="" width={48} height={48} loading="lazy" />}
      <span className="file-name">
        {file?.href ? (
          <a href={file.href} target="_blank" rel="noreferrer">
            {name}
          </a>
        ) : (
          name
        )}
        {file && <small>{sizeWords(file.bytes)}</small>}
        {!file?.preview && /\.hei[cf]$/i.test(name) && <small>{heicWords}</small>}
      </span>
      <button type="button" className="link" onClick={onRemove}>
        {removeLabel}
        <span className="hidden visually-hidden"> {name}</span>
      </button>
    </li>
  );
}

const sizeWords = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** Names of files: what was just uploaded is known, the rest is asked for once. */
function useKnownFiles(ids: string[]): { byId: ReadonlyMap<string, StoredFile>; learn(file: StoredFile): void } {
  const uploads = useUploads();
  const [byId, setById] = useState<ReadonlyMap<string, StoredFile>>(new Map());
  const learn = (...files: StoredFile[]) => setById((before) => new Map([...before, ...files.map((file) => [file.id, file] as const)]));
  const missing = ids.filter((id) => !byId.has(id)).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again only when unknown files appear
  useEffect(() => {
    if (!uploads || missing === '') return undefined;
    let gone = false;
    uploads.describe(missing.split(' ')).then(
      (files) => !gone && learn(...files),
      // Without names the files are numbered; they are still there and can be removed.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [uploads, missing]);
  return { byId, learn };
}
