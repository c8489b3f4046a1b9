/** Documents of a material at the desk: how each satisfies it, and looked at in place. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaterialFile } from '../../../schemas/generated/api.ts';
import { contentAddress, thumbnailAddress } from '../../api/uploads.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import './materials.css';

export function MaterialFiles({ files, label }: { files: MaterialFile[]; label: string }) {
  const { t } = useTranslation();
  const text = useText();
  const [shown, setShown] = useState<MaterialFile>();
  return (
    <>
      <ul className="material-files">
        {files.map((file) => (
          <li key={file.id}>
            {file.thumbnail && <img src={thumbnailAddress(file.id)} alt="" width={56} height={56} loading="lazy" />}
            <span className="material-file">
              <span className="value">{file.deleted ? t('materials.deleted') : file.name}</span>
              <span className="source">{text(file.about)}</span>
              {file.type === 'heic' && !file.deleted && <span className="source">{t('materials.heic')}</span>}
              {file.late && <Chip tone="red">{t('materials.late')}</Chip>}
              {file.wrong && <span className="source">{t('materials.wrong', { words: file.wrong })}</span>}
              {file.delivered && <MaterialFiles files={file.delivered} label={label} />}
            </span>
            {file.type && !file.deleted && (
              <span className="material-tools">
                {file.inline && (
                  <button type="button" className="text-button" onClick={() => setShown(file)}>
                    {t('materials.view')}
                    <span className="visually-hidden"> {file.name}</span>
                  </button>
                )}
                <a href={contentAddress(file.id)} download={file.name}>
                  {t('materials.download')}
                  <span className="visually-hidden"> {file.name}</span>
                </a>
              </span>
            )}
          </li>
        ))}
      </ul>
      {shown && <Viewer file={shown} label={label} close={() => setShown(undefined)} />}
    </>
  );
}

/** A dialog of the browser: Esc closes it, and the focus goes back to where it came from. */
function Viewer({ file, label, close }: { file: MaterialFile; label: string; close(): void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  const address = contentAddress(file.id);
  return (
    <dialog ref={dialog} className="viewer" aria-label={`${label} ${file.name}`} onClose={close}>
      <header>
        <h2>{file.name}</h2>
        <a href={address} target="_blank" rel="noreferrer">
          {t('materials.newTab')}
        </a>
        <button type="button" onClick={close}>
          {t('materials.close')}
        </button>
      </header>
      {failed ? (
        <p role="alert">{t('materials.failed')}</p>
      ) : file.type === 'pdf' ? (
        <iframe src={address} title={file.name} />
      ) : (
        <img src={address} alt={file.name} onError={() => setFailed(true)} />
      )}
    </dialog>
  );
}
