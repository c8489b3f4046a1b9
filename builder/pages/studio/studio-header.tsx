import { Button } from 'antd';
import type { ReactNode } from 'react';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink } from 'react-router';
import { useChecks } from '../../editing/react/session.tsx';
import './scenario.css';

interface Props {
  /** The list this draft stands in. */
  home: { to: string; words: string };
  /** Address of the draft's first page. */
  base: string;
  name: string;
  chips: ReactNode;
  /** Whether work is kept, undo and redo, who changed what; beside the pages. */
  editing: ReactNode;
  actions: ReactNode;
  pages: string;
  tabs: readonly { path: string; words: string }[];
  problemsOpen: boolean;
  onProblems(): void;
}

/** The same on every page of a draft: where it belongs, its name and state, what to do with it, and its pages. */
export function StudioHeader({ home, base, name, chips, editing, actions, pages, tabs, problemsOpen, onProblems }: Props) {
  const { t } = useTranslation();
  const { findings } = useChecks();
  const header = useBottom();
  const errors = findings.some((finding) => finding.severity === 'error');
  return (
    <div className="scene-header" ref={header}>
      <div className="scene-line">
        <nav aria-label={t('studio.crumbs')} className="scene-crumb">
          <Link to={home.to}>{home.words}</Link>
          <span aria-hidden="true">/</span>
        </nav>
        <Link to={base} className="scene-name">
          {name}
        </Link>
        <span className="scene-chips">{chips}</span>
        <span className="scene-actions">
          <Button onClick={onProblems} aria-expanded={problemsOpen} className={errors ? 'problems-button problems-red' : 'problems-button'}>
            {findings.length === 0 ? t('studio.problems.none') : t('studio.problems', { count: findings.length })}
          </Button>
          {actions}
        </span>
      </div>
      <div className="scene-second">
        <nav aria-label={pages} className="scene-tabs">
          {tabs.map(({ path, words }) => (
            <NavLink key={path} to={path ? `${base}/${path}` : base} end={path === ''}>
              {words}
            </NavLink>
          ))}
        </nav>
        <span className="scene-editing">{editing}</span>
      </div>
    </div>
  );
}

/** Tells the page how far down the header reaches while it stays in sight: what sticks below it, and what is scrolled to, goes by that. */
function useBottom(): RefObject<HTMLDivElement | null> {
  const header = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = header.current;
    if (!element) return undefined;
    const root = document.documentElement;
    const measure = () => {
      const { position, top } = getComputedStyle(element);
      const above = Number.parseFloat(top) || 0;
      if (position === 'sticky') root.style.setProperty('--scene-bottom', `${above + element.offsetHeight}px`);
      else root.style.removeProperty('--scene-bottom');
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.style.removeProperty('--scene-bottom');
    };
  }, []);
  return header;
}
