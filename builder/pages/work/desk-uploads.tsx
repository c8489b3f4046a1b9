/** How files of a desk's own form travel: they belong to the task. */
import { createContext, useContext, useMemo, useRef } from 'react';
import type { MaterialFile, Question } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { acceptOf, contentAddress, sendFile, thumbnailAddress, type UploadPlace } from '../../api/uploads.ts';
import { type StoredFile, UploadRefused, type Uploads } from '../../fields/file/uploads.ts';

/** Id of the task whose form is filled in; undefined where nothing can be uploaded. */
export const DeskTask = createContext<string | undefined>(undefined);

/** Evidence of an answer belongs to the question it answers. */
export function useAssistUploads(assist: string): Uploads {
  return useMemo(() => uploadsFor({ target: { assist } }, () => []), [assist]);
}

export function useDeskUploads({ path, material }: Pick<Question, 'path' | 'material'>): Uploads | undefined {
  const task = useContext(DeskTask);
  const files = useRef<readonly MaterialFile[]>([]);
  files.current = material?.files ?? [];
  const accept = material && acceptOf(material.types);
  return useMemo(
    () =>
      task === undefined
        ? undefined
        : { ...uploadsFor({ target: { task }, path }, () => files.current), ...(accept ? { accept: () => accept } : {}) },
    [task, path, accept],
  );
}

function uploadsFor(place: UploadPlace, known: () => readonly MaterialFile[]): Uploads {
  return {
    async upload(file, onProgress) {
      try {
        const view = await sendFile(file, place, onProgress);
        return storedOf({ ...view, thumbnail: /^(jpeg|png|webp)$/.test(view.type ?? '') });
      } catch (error) {
        const { title, detail } = problemOf(error);
        throw title ? new UploadRefused(`${file.name}：${[title, detail].filter(Boolean).join('。')}`) : error;
      }
    },
    async describe(ids) {
      return ids.flatMap((id) => known().find((file) => file.id === id) ?? []).map(storedOf);
    },
  };
}

function storedOf({ id, name, size, thumbnail }: { id: string; name: string; size?: number; thumbnail: boolean }): StoredFile {
  return { id, name, bytes: size ?? 0, href: contentAddress(id), ...(thumbnail ? { preview: thumbnailAddress(id) } : {}) };
}
