import { type ReactNode, useEffect } from 'react';
import './page.css';

interface PageProps {
  title: string;
  /** Words of the browser's title bar, most special first; the product is added. */
  titles?: string[];
  lead?: ReactNode;
  actions?: ReactNode;
  /** `wide`: tables and desks; `text`: reading width. */
  width?: 'text' | 'wide' | 'full';
  children: ReactNode;
}

/** One page: one h1, its title in the browser, room for actions at the right. */
export function Page({ title, titles = [], lead, actions, width = 'wide', children }: PageProps) {
  usePageTitle([title, ...titles]);
  return (
    <div className={`page page-${width}`}>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <p className="page-lead">{lead}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export function usePageTitle(titles: string[]): void {
  const words = [...titles.filter(Boolean), '联办'].join(' · ');
  useEffect(() => {
    document.title = words;
  }, [words]);
}

/** A sheet of white paper on the desk. */
export function Sheet({
  title,
  note,
  actions,
  children,
  className = '',
}: {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`sheet ${className}`}>
      {(title || actions) && (
        <header className="sheet-head">
          <div>
            {title && <h2>{title}</h2>}
            {note && <p className="sheet-note">{note}</p>}
          </div>
          {actions && <div className="page-actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
