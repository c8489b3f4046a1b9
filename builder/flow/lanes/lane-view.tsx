import '@xyflow/react/dist/style.css';
import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { Alert } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../editing/react/session.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { departmentOf } from '../sentence.ts';
import { elk } from './elk.ts';
import { LanePicture } from './lane-picture.tsx';
import { layoutLanes } from './layout.ts';
import type { StepMark } from './nodes.tsx';
import { Shown } from './shown.tsx';
import '../departments.css';
import './lanes.css';

export interface LaneViewProps {
  selected: string | undefined;
  onSelect: (step: string | undefined) => void;
  onOpen: (step: string) => void;
  /** What a comparison says of steps. */
  marks?: Record<string, StepMark>;
  /** Step that is brought into view; another one moves the picture. */
  shown?: string | undefined;
  /** Only looked at: nothing is moved or deleted. */
  reading?: boolean;
}

/** 泳道视图: who works when, departments as lanes; drawn freely, by the same commands as the step view. */
export function LaneView(props: LaneViewProps) {
  const { t } = useTranslation();
  const pkg = useDocument();
  const { scenario } = pkg;
  // The layout depends on the shape of the flow and the lanes, not on every word that is typed.
  const shape = useMemo(
    () =>
      JSON.stringify([
        Object.entries(scenario.nodes).map(([id, n]) => [id, n.kind, n.parent, departmentOf(n, pkg)]),
        Object.entries(scenario.edges).map(([id, e]) => [id, e.from, e.to]),
        scenario.layout,
        scenario.departments,
      ]),
    [pkg, scenario],
  );
  const { data: layout, error } = useQuery({
    queryKey: ['lanes', shape],
    queryFn: () => layoutLanes(pkg, elk()),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
    retry: false,
  });
  if (error) return <Alert type="error" showIcon title={t('flow.lanes.failed')} />;
  if (!layout) return <Skeleton lines={10} label={t('flow.lanes.laying')} />;
  return (
    <ReactFlowProvider>
      <LanePicture {...props} layout={layout} />
      <Shown step={props.shown} layout={layout} />
    </ReactFlowProvider>
  );
}
