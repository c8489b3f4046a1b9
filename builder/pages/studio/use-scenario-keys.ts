import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useChecks, useDocument, useHistory, useScenarioSession } from '../../editing/react/session.tsx';
import { addressOfFinding } from '../../flow/findings.ts';

/** Text inputs have their own undo; shortcuts leave them alone. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Keys of every page of a scenario: undo, redo, next problem. */
export function useScenarioKeys(): void {
  const { undo, redo } = useHistory();
  const { findings } = useChecks();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const navigate = useNavigate();
  const next = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const control = event.ctrlKey || event.metaKey;
      if (event.code === 'F8' && findings.length > 0) {
        event.preventDefault();
        const finding = findings[next.current % findings.length]!;
        next.current += 1;
        void navigate(`/studio/scenes/${id}/${addressOfFinding(pkg, finding)}`);
      } else if (control && !typing(event.target) && event.code === 'KeyZ') {
        event.preventDefault();
        if (event.shiftKey) redo();
        else undo();
      } else if (control && !typing(event.target) && event.code === 'KeyY') {
        event.preventDefault();
        redo();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [undo, redo, findings, pkg, id, navigate]);
}
