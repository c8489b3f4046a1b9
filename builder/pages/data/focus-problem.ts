import type { RefObject } from 'react';

/** Once the problems are drawn, the first entry that has one takes the focus. */
export function focusProblem(form: RefObject<HTMLElement | null>): void {
  setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
