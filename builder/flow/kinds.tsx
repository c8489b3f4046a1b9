/** What each kind of step is called, drawn as, and grouped under in the add menu. */
import {
  BranchesOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  DatabaseOutlined,
  ForkOutlined,
  FormOutlined,
  GroupOutlined,
  MessageOutlined,
  PartitionOutlined,
  PlayCircleOutlined,
  SafetyCertificateOutlined,
  SolutionOutlined,
  TableOutlined,
  TeamOutlined,
  UserSwitchOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Node } from '../../schemas/generated/documents.ts';

export type StepGroup = 'people' | 'data' | 'choice' | 'parallel' | 'wait' | 'notify' | 'issue';
/** Order of the groups in the add menu. */
export const stepGroups: readonly StepGroup[] = ['people', 'data', 'choice', 'parallel', 'wait', 'notify', 'issue'];

interface KindInfo {
  icon: ComponentType<{ className?: string }>;
  group?: StepGroup;
}

export const kinds: Record<Node['kind'], KindInfo> = {
  start: { icon: PlayCircleOutlined },
  fill: { icon: FormOutlined, group: 'people' },
  task: { icon: SolutionOutlined, group: 'people' },
  joint: { icon: TeamOutlined, group: 'parallel' },
  consent: { icon: UserSwitchOutlined, group: 'wait' },
  data: { icon: DatabaseOutlined, group: 'data' },
  script: { icon: CodeOutlined, group: 'choice' },
  decision: { icon: TableOutlined, group: 'choice' },
  notify: { icon: MessageOutlined, group: 'notify' },
  issue: { icon: SafetyCertificateOutlined, group: 'issue' },
  timer: { icon: ClockCircleOutlined, group: 'wait' },
  end: { icon: CheckCircleOutlined, group: 'wait' },
  exclusive: { icon: BranchesOutlined, group: 'choice' },
  parallel: { icon: ForkOutlined, group: 'parallel' },
  inclusive: { icon: PartitionOutlined, group: 'choice' },
  block: { icon: GroupOutlined, group: 'parallel' },
};

/** Text key of the word beside the icon. */
export const kindWord = (kind: Node['kind']): string => `flow.kind.${kind}`;
