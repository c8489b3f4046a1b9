/** What each kind of step is called, drawn as, and grouped under in the add menu. */
import {
  AlertOutlined,
  ApartmentOutlined,
  BranchesOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  DatabaseOutlined,
  ExportOutlined,
  FileProtectOutlined,
  ForkOutlined,
  FormOutlined,
  GroupOutlined,
  InboxOutlined,
  InteractionOutlined,
  LoginOutlined,
  MergeOutlined,
  MessageOutlined,
  NodeExpandOutlined,
  PartitionOutlined,
  PayCircleOutlined,
  PlayCircleOutlined,
  SafetyCertificateOutlined,
  SendOutlined,
  ShopOutlined,
  SolutionOutlined,
  StopOutlined,
  SubnodeOutlined,
  TableOutlined,
  TeamOutlined,
  UserSwitchOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { Node } from '../../schemas/generated/documents.ts';

export type StepGroup = 'people' | 'others' | 'data' | 'choice' | 'parallel' | 'wait' | 'notify' | 'issue';
/** Order of the groups in the add menu. */
export const stepGroups: readonly StepGroup[] = ['people', 'data', 'choice', 'parallel', 'wait', 'notify', 'issue', 'others'];

interface KindInfo {
  icon: ComponentType<{ className?: string }>;
  group?: StepGroup;
}

export const kinds: Record<Node['kind'], KindInfo> = {
  start: { icon: PlayCircleOutlined },
  fill: { icon: FormOutlined, group: 'people' },
  task: { icon: SolutionOutlined, group: 'people' },
  window: { icon: ShopOutlined, group: 'people' },
  assist: { icon: InteractionOutlined, group: 'people' },
  pay: { icon: PayCircleOutlined, group: 'people' },
  seal: { icon: FileProtectOutlined, group: 'people' },
  joint: { icon: TeamOutlined, group: 'parallel' },
  consent: { icon: UserSwitchOutlined, group: 'wait' },
  data: { icon: DatabaseOutlined, group: 'data' },
  script: { icon: CodeOutlined, group: 'choice' },
  decision: { icon: TableOutlined, group: 'choice' },
  notify: { icon: MessageOutlined, group: 'notify' },
  issue: { icon: SafetyCertificateOutlined, group: 'issue' },
  archive: { icon: InboxOutlined, group: 'issue' },
  transfer: { icon: ExportOutlined, group: 'data' },
  call: { icon: SubnodeOutlined, group: 'parallel' },
  timer: { icon: ClockCircleOutlined, group: 'wait' },
  catch: { icon: LoginOutlined, group: 'wait' },
  throw: { icon: SendOutlined, group: 'notify' },
  boundary: { icon: AlertOutlined, group: 'wait' },
  end: { icon: CheckCircleOutlined, group: 'wait' },
  exclusive: { icon: BranchesOutlined, group: 'choice' },
  parallel: { icon: ForkOutlined, group: 'parallel' },
  inclusive: { icon: PartitionOutlined, group: 'choice' },
  event: { icon: ApartmentOutlined, group: 'wait' },
  complex: { icon: MergeOutlined, group: 'parallel' },
  threads: { icon: NodeExpandOutlined, group: 'parallel' },
  cancel: { icon: StopOutlined, group: 'wait' },
  block: { icon: GroupOutlined, group: 'parallel' },
};

/** Text key of the word beside the icon. */
export const kindWord = (kind: Node['kind']): string => `flow.kind.${kind}`;
