import type { MouseEvent, ReactNode } from 'react';
import './icon-button.css';

interface IconButtonProps {
  label: string;
  icon: ReactNode;
  /** Key that does the same, shown on pointing. */
  shortcut?: string;
  disabled?: boolean;
  /** Opens something: whether that is open. */
  expanded?: boolean;
  onClick: (event: MouseEvent) => void;
}

/** A small tool that is repeated many times on a page: a plain button, since hundreds of library ones are slow to draw. */
export function IconButton({ label, icon, shortcut, disabled, expanded, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      title={shortcut ? `${label} ${shortcut}` : label}
      disabled={disabled}
      aria-expanded={expanded}
      onClick={(event) => {
        event.stopPropagation();
        onClick(event);
      }}
    >
      {icon}
    </button>
  );
}
