/** A material question: what is there already comes first, then the upload; one tap each. */
import { useContext, useMemo, useRef, useState } from 'react';
import type { JsonValue, MaterialFile, MaterialOffer, MaterialView } from '../../../schemas/generated/api.ts';
import { problemOf, request } from '../../api/client.ts';
import { acceptOf, contentAddress, sendFile, thumbnailAddress, type UploadTarget } from '../../api/uploads.ts';
import { FileField, fileIds } from '../../fields/file/FileField.tsx';
import { type StoredFile, UploadRefused, type Uploads, UploadsProvider } from '../../fields/file/uploads.ts';
import { usePortal } from '../context.tsx';
import { filledIn, materialWords } from '../material-words.ts';
import { MaterialTarget } from './material-target.ts';

export interface MaterialProps {
  id: string;
  path: string;
  material: MaterialView;
  value: JsonValue;
  onChange(value: JsonValue): void;
  onCommit?(): void;
  invalid: boolean;
  required: boolean;
  describedBy?: string;
}

const typeNames: Record<string, string> = {
  jpeg: 'JPG',
  png: 'PNG',
  pdf: 'PDF',
  webp: 'WebP',
  heic: 'HEIC',
  docx: 'Word',
  xlsx: 'Excel',
  ofd: 'OFD',
};

export function MaterialField(props: MaterialProps) {
  const { id, path, material, value, onChange, onCommit, invalid, required, describedBy } = props;
  const { w, tx, language } = usePortal();
  const m = materialWords(language);
  const target = useContext(MaterialTarget);
  const [taken, setTaken] = useState<MaterialFile[]>([]);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const known = [...material.files, ...taken];
  const uploads = useUploadsFor(target, { path, material, files: known });
  if (material.satisfied && material.shared)
    return (
      <p className="material-done" id={id}>
        {tx(material.shared)}
      </p>
    );
  const ids = fileIds(value);
  const held = ids.flatMap((one) => known.find((file) => file.id === one) ?? []);
  const others = held.filter(({ kind }) => kind !== 'upload');
  const uploaded = ids.filter((one) => !others.some((file) => file.id === one));
  const put = (list: string[]) => {
    onChange(list.length > 0 ? list : null);
    onCommit?.();
  };
  const use = async ({ kind, id: offer }: MaterialOffer) => {
    setBusy(true);
    setError(undefined);
    try {
      const file = await request<MaterialFile>('/uploads/use', {
        method: 'POST',
        body: { for: target, path, offer: { kind, ...(offer ? { id: offer } : {}) } },
      });
      setTaken((all) => [...all, file]);
      const alone = kind === 'promise' || kind === 'tolerate';
      const words = new Set(held.filter((one) => one.kind === 'promise' || one.kind === 'tolerance').map((one) => one.id));
      const beside = ids.filter((one) => !words.has(one));
      put(alone ? [file.id] : [...beside, file.id]);
    } catch (problem) {
      const { title, status } = problemOf(problem);
      setError(status === 0 ? w.offline : (title ?? m.failed));
    }
    setBusy(false);
  };
  const words: Record<MaterialOffer['kind'], string> = { licence: m.use, earlier: m.use, promise: m.promise, tolerate: m.later };
  const full = others.length > 0 || ids.length >= material.maxFiles;
  return (
    <div className="material">
      {ids.length === 0 && material.offers.length > 0 && (
        <ul className="offers" aria-label={m.have}>
          {material.offers.map((offer) => (
            <li key={`${offer.kind}${offer.id ?? ''}`}>
              <span>
                <strong>{tx(offer.name)}</strong>
                <span className="second">{tx(offer.about)}</span>
              </span>
              <button type="button" disabled={busy} onClick={() => void use(offer)}>
                {words[offer.kind]}
                <span className="hidden">：{tx(offer.name)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {others.map((file) => (
        <p key={file.id} className="material-done">
          <span>
            <strong>{file.name}</strong>
            <span className="second">{tx(file.about)}</span>
          </span>
          <button type="button" className="link" onClick={() => put(ids.filter((one) => one !== file.id))}>
            {m.takeBack}
            <span className="hidden">：{file.name}</span>
          </button>
        </p>
      ))}
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
      {(uploaded.length > 0 || (material.upload && others.length === 0)) && (
        <UploadsProvider value={uploads}>
          <div className={full || !material.upload ? 'material-full' : undefined}>
            <FileField
              id={id}
              type="file"
              value={uploaded}
              onChange={(next) => onChange(joined(others, next))}
              onCommit={onCommit}
              required={required}
              invalid={invalid}
              describedBy={describedBy}
              words={w}
              language={language}
            />
          </div>
        </UploadsProvider>
      )}
      {material.upload && !full && (
        <p className="hint">
          {filledIn(m.limits, {
            types: material.types.map((type) => typeNames[type] ?? '').join(language === 'en' ? ', ' : '、'),
            size: Math.max(1, Math.floor(material.maxBytes / 1_048_576)),
            n: material.maxFiles,
          })}
        </p>
      )}
    </div>
  );
}

/** What was used instead stays beside what is uploaded. */
function joined(others: readonly MaterialFile[], next: JsonValue): JsonValue {
  const ids = [...others.map(({ id }) => id), ...fileIds(next)];
  return ids.length > 0 ? ids : null;
}

interface Given {
  path: string;
  material: MaterialView;
  files: readonly MaterialFile[];
}

/** How files of this question travel; undefined where there is nowhere to send them. */
function useUploadsFor(target: UploadTarget | undefined, { path, material, files }: Given): Uploads | undefined {
  const latest = useRef(files);
  latest.current = files;
  const accept = acceptOf(material.types);
  return useMemo(
    () =>
      target && {
        async upload(file, onProgress) {
          try {
            const view = await sendFile(file, { target, path }, onProgress);
            return storedOf({ ...view, size: view.size, thumbnail: /^(jpeg|png|webp)$/.test(view.type ?? '') });
          } catch (error) {
            const { title, detail } = problemOf(error);
            throw title ? new UploadRefused(`${file.name}：${[title, detail].filter(Boolean).join('。')}`) : error;
          }
        },
        async describe(ids) {
          return ids.flatMap((one) => latest.current.find((file) => file.id === one) ?? []).map(storedOf);
        },
        accept: () => accept,
      },
    [target, path, accept],
  );
}

function storedOf(file: { id: string; name: string; size?: number; thumbnail: boolean; type?: string; kind?: string }): StoredFile {
  const content = file.type !== undefined;
  return {
    id: file.id,
    name: file.name,
    bytes: file.size ?? 0,
    ...(file.thumbnail ? { preview: thumbnailAddress(file.id) } : {}),
    ...(content ? { href: contentAddress(file.id) } : {}),
  };
}
