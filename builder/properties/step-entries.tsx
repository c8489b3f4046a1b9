/** Which settings each kind of step has, most used first. */

import { useTranslation } from 'react-i18next';
import type { Node } from '../../schemas/generated/documents.ts';
import { BranchesEntry } from './branches-entry.tsx';
import { ConsentEntry } from './consent-entry.tsx';
import { DataEntry } from './data-entry.tsx';
import { DecisionsEntry } from './decisions-entry.tsx';
import { DeskEntry } from './desk-entry.tsx';
import { DeskMoreEntry } from './desk-more-entry.tsx';
import { EndEntry } from './end-entry.tsx';
import { FillEntry } from './fill-entry.tsx';
import { IssueEntry } from './issue-entry.tsx';
import { JointEntry } from './joint-entry.tsx';
import { NameEntry } from './name-entry.tsx';
import { NotifyEntry } from './notify-entry.tsx';
import { PayEntry } from './pay-entry.tsx';
import { RepeatEntry } from './repeat-entry.tsx';
import { ScriptEntry } from './script-entry.tsx';
import {
  AddBoundary,
  ArchiveEntry,
  BlockEntry,
  BoundaryEntry,
  CallEntry,
  CancelEntry,
  CatchEntry,
  ComplexEntry,
  EndEventEntry,
  mayCarryEvents,
  StartEntry,
  ThreadsEntry,
  ThrowEntry,
  TransferEntry,
} from './special-entries.tsx';
import { SuspendsEntry } from './suspension.tsx';
import { TableEntry } from './table-entry.tsx';
import { WaitEntry } from './wait-entry.tsx';

export interface StepEntryProps<K extends Node['kind'] = Node['kind']> {
  id: string;
  node: Extract<Node, { kind: K }>;
}

export function StepEntries({ id, node }: StepEntryProps) {
  return (
    <>
      {kindEntries(id, node)}
      {'loop' in node || 'each' in node || mayCarryEvents(node) ? (
        <RepeatEntry id={id} loop={'loop' in node ? node.loop : undefined} each={'each' in node ? node.each : undefined} />
      ) : null}
      {mayCarryEvents(node) && <AddBoundary id={id} />}
      <NameEntry id={id} node={node} />
    </>
  );
}

function kindEntries(id: string, node: Node) {
  switch (node.kind) {
    case 'task':
    case 'window':
    case 'assist':
    case 'seal':
      return (
        <>
          <DeskEntry id={id} node={node} />
          <DecisionsEntry id={id} node={node} />
          <DeskMoreEntry id={id} node={node} />
        </>
      );
    case 'pay':
      return <PayEntry id={id} node={node} />;
    case 'joint':
      return <JointEntry id={id} node={node} />;
    case 'consent':
      return <ConsentEntry id={id} node={node} />;
    case 'fill':
      return <FillEntry id={id} node={node} />;
    case 'data':
      return <DataEntry id={id} node={node} />;
    case 'script':
      return <ScriptEntry id={id} node={node} />;
    case 'decision':
      return <TableEntry id={id} node={node} />;
    case 'notify':
      return <NotifyEntry id={id} node={node} />;
    case 'issue':
      return <IssueEntry id={id} node={node} />;
    case 'timer':
      return (
        <>
          <WaitEntry id={id} node={node} />
          <SuspendsEntry id={id} value={node.suspends} />
        </>
      );
    case 'end':
      return (
        <>
          <EndEntry id={id} node={node} />
          <EndEventEntry id={id} node={node} />
        </>
      );
    case 'exclusive':
    case 'inclusive':
    case 'parallel':
      return <BranchesEntry id={id} node={node} />;
    case 'start':
      return <StartEntry id={id} node={node} />;
    case 'block':
      return <BlockEntry id={id} node={node} />;
    case 'archive':
      return <ArchiveEntry id={id} node={node} />;
    case 'transfer':
      return <TransferEntry id={id} node={node} />;
    case 'call':
      return <CallEntry id={id} node={node} />;
    case 'catch':
      return <CatchEntry id={id} node={node} />;
    case 'throw':
      return <ThrowEntry id={id} node={node} />;
    case 'boundary':
      return <BoundaryEntry id={id} node={node} />;
    case 'complex':
      return <ComplexEntry id={id} node={node} />;
    case 'threads':
      return <ThreadsEntry id={id} node={node} />;
    case 'cancel':
      return <CancelEntry id={id} node={node} />;
    case 'event':
      return <RaceNote />;
  }
}

/** Waiting for what comes first has nothing to set by itself: its branches say what is waited for. */
function RaceNote() {
  const { t } = useTranslation();
  return <p className="panel-note">{t('events.race')}</p>;
}
