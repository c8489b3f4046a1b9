import { type RefObject, useEffect, useRef } from 'react';

/** A place where somebody types or chooses keeps its own arrow keys. */
export function ownsArrows(element: Pick<Element, 'closest'> | null): boolean {
  return element?.closest('input, select, textarea, [role="menu"], [contenteditable="true"]') != null;
}

/** Up and Down move the focus along the links of the rows, from anywhere on the page; Enter on a link opens it by itself. */
export function useWalkingRows(): RefObject<HTMLTableSectionElement | null> {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const walk = (event: KeyboardEvent) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey || event.isComposing || ownsArrows(document.activeElement)) return;
      const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-task]') ?? [])];
      const at = links.indexOf(document.activeElement as HTMLAnchorElement);
      links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
      event.preventDefault();
    };
    window.addEventListener('keydown', walk);
    return () => window.removeEventListener('keydown', walk);
  }, []);
  return body;
}
