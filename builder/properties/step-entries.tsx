/** Which settings each kind of step has, most used first. */
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
import { ScriptEntry } from './script-entry.tsx';
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
      return <EndEntry id={id} node={node} />;
    case 'exclusive':
    case 'inclusive':
    case 'parallel':
      return <BranchesEntry id={id} node={node} />;
    case 'start':
    case 'block':
    case 'archive':
    case 'transfer':
    case 'call':
    case 'catch':
    case 'throw':
    case 'boundary':
    case 'event':
    case 'complex':
    case 'threads':
    case 'cancel':
      return null;
  }
}
