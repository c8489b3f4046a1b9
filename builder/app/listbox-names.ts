/**
 * Gives the list of a choice the name of the box it belongs to. antd draws the list in a layer of its own without a name, so that a screen reader
 * says "list" and nothing more; the box is found by `aria-controls` (ARIA 1.2, combobox pattern: the popup is labelled like its combobox).
 */
export function nameListboxes(root: HTMLElement): MutationObserver {
  const observer = new MutationObserver(() => {
    for (const list of root.querySelectorAll('[role=listbox]:not([aria-label]):not([aria-labelledby])')) {
      const name = nameOf(root.querySelector(`[role=combobox][aria-controls="${CSS.escape(list.id)}"]`));
      if (name) list.setAttribute('aria-label', name);
    }
  });
  observer.observe(root, { childList: true, subtree: true });
  return observer;
}

function nameOf(box: Element | null): string | undefined {
  const own = box?.getAttribute('aria-label');
  if (own) return own;
  const others = (box?.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean);
  const words = others.length
    ? others.map((id) => document.getElementById(id)?.textContent ?? '')
    : [...((box as HTMLInputElement | null)?.labels ?? [])].map(({ textContent }) => textContent);
  return words.join(' ').trim() || undefined;
}
