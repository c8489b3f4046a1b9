import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommentChip } from '../comments/comment-chip.tsx';
import { useChecks, useDocument } from '../editing/react/session.tsx';
import { stepOfFinding } from '../flow/findings.ts';
import { kinds, kindWord } from '../flow/kinds.tsx';
import { useText } from '../i18n/use-text.ts';
import { BranchEntries } from './branch-entries.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { StepEntries } from './step-entries.tsx';
import './properties.css';

export interface PropertyPanelProps {
  /** Node id, or `edge-<id>` for a branch. */
  step: string | undefined;
  /** `limits` or `scenario`: settings of the whole scenario. */
  panel: string | undefined;
  /** Setting to bring into view and focus: where a problem is solved. */
  entry: string | undefined;
  onClose: () => void;
  /** Esc: back to the step. */
  onLeave: () => void;
}

const widthKey = 'lianban.panelWidth';
const [narrowest, widest] = [300, 720];

/** Settings of what is chosen. It never takes the focus by itself, keeps its width, and Esc leads back to the step. */
export function PropertyPanel({ step, panel, entry, onClose, onLeave }: PropertyPanelProps) {
  const { t } = useTranslation();
  const pkg = useDocument();
  const root = useRef<HTMLElement>(null);
  const { width, handle } = useWidth();
  useEffect(() => {
    if (!entry) return;
    const place = root.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(entry)}"]`);
    place?.scrollIntoView({ block: 'center' });
    place?.querySelector<HTMLElement>('input, textarea, button, [tabindex="0"]')?.focus();
  }, [entry]);
  const edge = step?.startsWith('edge-') ? step.slice(5) : undefined;
  const node = step && !edge ? pkg.scenario.nodes[step] : undefined;
  const content =
    edge && pkg.scenario.edges[edge] ? (
      <BranchPanel edge={edge} />
    ) : node && step ? (
      <NodePanel key={step} id={step} />
    ) : panel ? (
      <LimitsPanel />
    ) : undefined;
  if (!content) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || event.defaultPrevented) return;
    event.stopPropagation();
    onLeave();
  };
  return (
    <aside
      ref={root}
      className="panel"
      aria-label={t('properties.panel')}
      style={{ '--panel-width': `${width}px` } as CSSProperties}
      onKeyDown={onKeyDown}
    >
      {handle}
      <Button className="panel-close" type="text" icon={<CloseOutlined />} aria-label={t('ui.close')} onClick={onClose} />
      {content}
    </aside>
  );
}

function NodePanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { findings } = useChecks();
  const node = pkg.scenario.nodes[id]!;
  const Icon = kinds[node.kind].icon;
  const found = findings.filter((finding) => stepOfFinding(pkg, finding) === id);
  return (
    <>
      <PanelHead kind={t(kindWord(node.kind))} icon={<Icon />} name={text(node.name)} />
      {/* Not among the settings: whoever opens them begins with the first of those. */}
      <p className="panel-comment">
        <CommentChip place={{ step: id }} name={text(node.name)} always />
      </p>
      <div className="panel-body">
        {found.length > 0 && (
          <ul className="panel-problems" aria-label={t('properties.problems')}>
            {found.map((finding) => (
              <li key={`${finding.code} ${finding.path}`}>
                {finding.severity === 'error' ? '■ ' : '▲ '}
                {text(finding.message)}
              </li>
            ))}
          </ul>
        )}
        <StepEntries id={id} node={node} />
      </div>
    </>
  );
}

function BranchPanel({ edge }: { edge: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const doc = scenario.edges[edge]!;
  return (
    <>
      <PanelHead
        kind={t('flow.branch')}
        name={text(doc.name) || (doc.default ? t('flow.otherwise') : text(scenario.nodes[doc.from]?.name))}
      />
      <div className="panel-body">
        <BranchEntries key={edge} edge={edge} />
      </div>
    </>
  );
}

export function PanelHead({ kind, icon, name }: { kind: string; icon?: ReactNode; name: string }) {
  return (
    <header className="panel-head">
      <p>
        {icon} {kind}
      </p>
      <h2>{name}</h2>
    </header>
  );
}

/** Width by dragging or by arrow keys on the edge; remembered in this browser. */
function useWidth() {
  const { t } = useTranslation();
  const [width, setWidth] = useState(() => clamp(Number(read()) || 380));
  const set = (next: number) => {
    setWidth(clamp(next));
    try {
      localStorage.setItem(widthKey, String(clamp(next)));
    } catch {
      // Not remembered; the width holds until the page is left.
    }
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const from = event.clientX;
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    target.onpointermove = (move) => set(width + from - move.clientX);
    target.onpointerup = () => {
      target.onpointermove = null;
    };
  };
  const handle = (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('properties.width')}
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      className="panel-edge"
      onPointerDown={onPointerDown}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') set(width + 24);
        else if (event.key === 'ArrowRight') set(width - 24);
      }}
    />
  );
  return { width, handle };
}
const clamp = (width: number) => Math.min(widest, Math.max(narrowest, width));
function read(): string | null {
  try {
    return localStorage.getItem(widthKey);
  } catch {
    return null;
  }
}
