import { PlusOutlined } from '@ant-design/icons';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { createContext, use } from 'react';
import { useTranslation } from 'react-i18next';
import type { Node } from '../../../schemas/generated/documents.ts';
import { CommentChip } from '../../comments/comment-chip.tsx';
import { kinds } from '../kinds.tsx';

/** What a comparison says of a step: shape and word, not colour alone. */
export type StepMark = 'added' | 'removed' | 'changed' | 'conflict';

export interface StepData {
  kind: Node['kind'];
  word: string;
  name: string;
  sentence: string;
  hue: number | undefined;
  days: string | undefined;
  problems: number;
  /** One of them must be solved. */
  wrong: boolean;
  number: string | undefined;
  mark?: StepMark;
}

function Mark({ mark }: { mark: StepMark | undefined }) {
  const { t } = useTranslation();
  return mark ? <span className={`lane-mark lane-mark-${mark}`}>{t(`flow.mark.${mark}`)}</span> : null;
}

function Problems({ count, wrong }: { count: number; wrong: boolean }) {
  if (count === 0) return null;
  return (
    <span className={wrong ? 'lane-problem' : 'lane-problem lane-advice'}>
      {wrong ? '■' : '▲'} {count}
    </span>
  );
}

const marked = (mark: StepMark | undefined) => (mark ? `lane-is-${mark}` : '');

/** Opens the palette for a lane at a place of the screen. */
type AddInLane = (lane: string, screen: { x: number; y: number }) => void;
const Adding = createContext<AddInLane | undefined>(undefined);
export const LaneActions = Adding.Provider;

function Handles({ kind, open }: { kind: Node['kind']; open: boolean }) {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={open && kind !== 'start'} />
      <Handle type="source" position={Position.Right} isConnectable={open && kind !== 'end'} />
    </>
  );
}

/** A step in its lane: kind, name, limit. */
export function StepNode({ id, data, selected, isConnectable }: NodeProps) {
  const { kind, word, name, hue, days, problems, wrong, sentence, mark } = data as unknown as StepData;
  const Icon = kinds[kind].icon;
  return (
    <div className={`lane-step ${selected ? 'lane-selected' : ''} ${marked(mark)}`} title={sentence}>
      <Mark mark={mark} />
      {hue !== undefined && <span className={`card-bar dept-bar dept-${hue}`} aria-hidden="true" />}
      <p className="lane-kind">
        <Icon /> {word}
        {days && <span>{days}</span>}
      </p>
      <p className="lane-name">{name}</p>
      <CommentChip place={{ step: id }} name={name} />
      <Problems count={problems} wrong={wrong} />
      <Handles kind={kind} open={isConnectable} />
    </div>
  );
}

/** Starts, ends and gateways: a sign with its name below. */
export function GatewayNode({ id, data, selected, isConnectable }: NodeProps) {
  const { kind, name, problems, wrong, mark } = data as unknown as StepData;
  const Icon = kinds[kind].icon;
  return (
    <div className={`lane-gateway lane-${kind} ${selected ? 'lane-selected' : ''} ${marked(mark)}`} title={name}>
      <Mark mark={mark} />
      <span className="lane-sign">
        <Icon />
      </span>
      <span className="lane-gateway-name">{name}</span>
      <CommentChip place={{ step: id }} name={name} />
      <Problems count={problems} wrong={wrong} />
      <Handles kind={kind} open={isConnectable} />
    </div>
  );
}

/** One department's lane: its name at the left, the room of its steps at the right. */
export function LaneNode({ id, data }: NodeProps) {
  const { t } = useTranslation();
  const add = use(Adding);
  const { name, hue, width, height, head, reading } = data as unknown as {
    name: string;
    reading: boolean;
    hue: number | undefined;
    width: number;
    height: number;
    head: number;
  };
  return (
    <div className="lane" style={{ width, height }}>
      <div className="lane-head" style={{ width: head - 12 }}>
        {hue !== undefined && <span className={`card-bar dept-bar dept-${hue}`} aria-hidden="true" />}
        <span>{name}</span>
        {!reading && add && (
          <button
            type="button"
            className="lane-add nodrag nopan"
            aria-label={t('flow.lanes.add', { lane: name })}
            onClick={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              add(id.slice('lane '.length), { x: box.right, y: box.top });
            }}
          >
            <PlusOutlined />
          </button>
        )}
      </div>
    </div>
  );
}
