import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useChecks, useHistory, useScenarioSession } from '../../../editing/react/session.tsx';
import { fieldOfFinding } from './form-problems.tsx';

/** Text inputs have their own undo; shortcuts leave them alone. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Keys of every page of a form: undo, redo, next problem. */
export function useFormKeys(): void {
  const { undo, redo } = useHistory();
  const { findings } = useChecks();
  const { id } = useScenarioSession();
  const navigate = useNavigate();
  const next = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const control = event.ctrlKey || event.metaKey;
      if (event.code === 'F8' && findings.length > 0) {
        const field = fieldOfFinding(findings[next.current++ % findings.length]!.path);
        void navigate(`/studio/forms/${encodeURIComponent(id)}${field ? `?field=${encodeURIComponent(field)}` : ''}`);
      } else if (control && !typing(event.target) && event.code === 'KeyZ') {
        if (event.shiftKey) redo();
        else undo();
      } else if (control && !typing(event.target) && event.code === 'KeyY') redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [undo, redo, findings, id, navigate]);
}
