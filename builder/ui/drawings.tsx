/** Line drawings of office things for empty and failed states. */
import type { ReactNode } from 'react';

function Drawing({ children }: { children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      width="72"
      height="56"
      viewBox="0 0 72 56"
      fill="none"
      stroke="var(--control-border)"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      {children}
    </svg>
  );
}

export const FolderDrawing = () => (
  <Drawing>
    <path d="M8 46V12h18l5 6h33v28z" />
    <path d="M8 24h56M18 32h22M18 38h14" />
  </Drawing>
);
export const SheetDrawing = () => (
  <Drawing>
    <path d="M20 6h24l10 10v34H20z" />
    <path d="M44 6v10h10M27 24h20M27 31h20M27 38h12" />
  </Drawing>
);
export const LockDrawing = () => (
  <Drawing>
    <path d="M20 26h32v24H20z" />
    <path d="M27 26v-7a9 9 0 0 1 18 0v7M36 35v6" />
  </Drawing>
);
export const PlugDrawing = () => (
  <Drawing>
    <path d="M6 28h18M48 28h18M24 20h8v16h-8zM40 20h8v16h-8zM32 25h4M32 31h4" />
    <path d="M36 10v4M36 42v4" strokeDasharray="2 3" />
  </Drawing>
);
