/** Types of files a material may have, as slots name them. */
export const fileTypes = {
  pdf: { mime: 'application/pdf', inline: true },
  jpeg: { mime: 'image/jpeg', inline: true },
  png: { mime: 'image/png', inline: true },
  webp: { mime: 'image/webp', inline: true },
  heic: { mime: 'image/heic', inline: false },
  docx: { mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', inline: false },
  xlsx: { mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', inline: false },
  ofd: { mime: 'application/ofd', inline: false },
} as const;
export type FileType = keyof typeof fileTypes;

/** Why a file is refused; each has words. */
export type Refusal =
  | 'upload.type_unknown'
  | 'upload.unreadable'
  | 'upload.too_many_pixels'
  | 'upload.two_types'
  | 'upload.pdf_active'
  | 'upload.pdf_locked'
  | 'upload.archive_bomb'
  | 'upload.archive_active';

export type Inspection =
  | {
      ok: true;
      type: FileType;
      /** What is kept instead of what was sent: the picture drawn anew, without anything hidden in it. */
      redrawn?: Uint8Array;
      /** A small WebP picture. */
      thumbnail?: Uint8Array;
    }
  | { ok: false; code: Refusal };
