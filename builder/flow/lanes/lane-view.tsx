import '@xyflow/react/dist/style.css';
import { useQuery } from '@tanstack/react-query';
import {
  applyNodeChanges,
  Background,
  Controls,
  type Edge as FlowEdge,
  type Node as FlowNode,
  MarkerType,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react';
import { Alert, Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChecks, useDocument, useExecute } from '../../editing/react/session.tsx';
import { treeOf } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { Skeleton } from '../../ui/states.tsx';
import { findingsByElement } from '../findings.ts';
import { kindWord } from '../kinds.tsx';
import { departmentOf, sentenceOf } from '../sentence.ts';
import { numberSteps } from '../steps/numbers.ts';
import { useEdgeWords } from '../steps/sequence-list.tsx';
import { useDeleteStep } from '../steps/use-step-actions.ts';
import { elk } from './elk.ts';
import { isSmall, type LaneLayout, laneHead, layoutLanes, lineEdges, sizeOf } from './layout.ts';
import { GatewayNode, LaneNode, type StepData, type StepMark, StepNode } from './nodes.tsx';
import '../departments.css';
import './lanes.css';

export interface LaneViewProps {
  selected: string | undefined;
  onSelect: (step: string | undefined) => void;
  onOpen: (step: string) => void;
  /** What a comparison says of steps. */
  marks?: Record<string, StepMark>;
  /** Only looked at: nothing is moved or deleted. */
  reading?: boolean;
}

const nodeTypes = { step: StepNode, gateway: GatewayNode, lane: LaneNode };

/** 泳道视图: who works when, departments as lanes. Reading and choosing; dragging moves the picture only. */
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
      <Lanes {...props} layout={layout} />
    </ReactFlowProvider>
  );
}

function Lanes({ selected, onSelect, onOpen, marks, reading = false, layout }: LaneViewProps & { layout: LaneLayout }) {
  const { t } = useTranslation();
  const { scenario } = useDocument();
  const execute = useExecute();
  const remove = useDeleteStep();
  const drawn = useDrawing(layout, selected, marks);
  const [nodes, setNodes] = useState(drawn.nodes);
  useEffect(() => setNodes(drawn.nodes), [drawn.nodes]);
  const onNodesChange = (changes: NodeChange<FlowNode>[]) =>
    setNodes((before) =>
      applyNodeChanges(
        changes.filter((c) => c.type !== 'remove'),
        before,
      ),
    );
  const labels = {
    'node.a11yDescription.default': t('flow.lanes.node'),
    'node.a11yDescription.keyboardDisabled': t('flow.lanes.node'),
    'controls.ariaLabel': t('flow.lanes'),
    'controls.zoomIn.ariaLabel': t('flow.lanes.zoomIn'),
    'controls.zoomOut.ariaLabel': t('flow.lanes.zoomOut'),
    'controls.fitView.ariaLabel': t('flow.lanes.fit'),
  };
  return (
    <div className="lanes" role="application" aria-label={t('flow.lanes')}>
      <ReactFlow
        nodes={nodes}
        edges={drawn.edges}
        nodeTypes={nodeTypes}
        ariaLabelConfig={labels}
        onNodesChange={onNodesChange}
        onNodeClick={(_event, node) => node.type !== 'lane' && onSelect(node.id)}
        onNodeDoubleClick={(_event, node) => node.type !== 'lane' && onOpen(node.id)}
        onNodeDragStop={(_event, node) =>
          execute('node.position', { node: node.id, x: node.position.x, y: node.position.y, alone: layout.foreign })
        }
        onPaneClick={() => onSelect(undefined)}
        onKeyDown={(event) => {
          const id = event.target instanceof HTMLElement ? event.target.dataset.id : undefined;
          if (!id || !scenario.nodes[id]) return;
          if (event.key === 'Enter') onOpen(id);
          else if (event.key === ' ') onSelect(id);
          else if (event.key === 'Delete' && !reading) remove(id);
        }}
        deleteKeyCode={null}
        nodesConnectable={false}
        nodesDraggable={!reading}
        edgesFocusable={false}
        minZoom={0.2}
        maxZoom={1.5}
        defaultViewport={{ x: 0, y: 12, zoom: 0.8 }}
        proOptions={{ hideAttribution: true }}
      >
        <Background color="#e2e5e8" gap={20} size={1} />
        <Controls showInteractive={false} />
      </ReactFlow>
      <p className="lanes-note">
        {!reading && t('flow.lanes.hint')}
        {!reading && scenario.layout && !layout.foreign && (
          <Button type="link" size="small" onClick={() => execute('layout.reset', {})}>
            {t('flow.lanes.reset')}
          </Button>
        )}
      </p>
    </div>
  );
}

/** Nodes and edges as the picture shows them, in the order of the flow so that Tab follows it. */
function useDrawing(
  layout: LaneLayout,
  selected: string | undefined,
  marks: LaneViewProps['marks'],
): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { findings } = useChecks();
  const words = useEdgeWords();
  return useMemo(() => {
    const { scenario } = pkg;
    const problems = findingsByElement(pkg, findings);
    const numbers = numberSteps(treeOf(scenario));
    const lanes: FlowNode[] = layout.lanes.map((lane, i) => ({
      id: `lane ${lane.id}`,
      type: 'lane',
      position: { x: 0, y: lane.y },
      data: {
        name: lane.department ? text(scenario.departments[lane.department]?.name) : t(`flow.lanes.${lane.kind}`),
        hue: lane.department ? (scenario.departments[lane.department]?.hue ?? i) : undefined,
        width: layout.width,
        height: lane.height,
        head: laneHead,
      },
      draggable: false,
      selectable: false,
      focusable: false,
      zIndex: -1,
    }));
    const order = [...numbers.keys(), ...Object.keys(layout.positions).filter((id) => !numbers.has(id))];
    const steps: FlowNode[] = order.flatMap((id) => {
      const doc = scenario.nodes[id];
      const position = layout.positions[id];
      if (!doc || !position) return [];
      const department = departmentOf(doc, pkg);
      const found = problems.get(id) ?? [];
      const sentence = sentenceOf(doc, { pkg, t, text });
      const data: StepData = {
        kind: doc.kind,
        word: t(kindWord(doc.kind)),
        name: text(doc.name),
        sentence,
        hue: department ? (scenario.departments[department]?.hue ?? 0) : undefined,
        days: 'dueDays' in doc && doc.dueDays !== undefined ? t('flow.time.workingDays', { amount: doc.dueDays }) : undefined,
        problems: found.length,
        number: numbers.get(id),
        mark: marks?.[id],
      };
      const label = [
        data.number && t('flow.stepNumber', { number: data.number }),
        data.name,
        data.word,
        sentence,
        found.length > 0 && t('flow.problems', { count: found.length }),
        data.mark && t(`flow.mark.${data.mark}`),
      ]
        .filter(Boolean)
        .join('，');
      return [
        {
          id,
          type: isSmall(doc.kind) ? 'gateway' : 'step',
          position,
          data: data as unknown as Record<string, unknown>,
          selected: id === selected,
          ariaLabel: label,
          ariaRole: 'button',
          ...sizeOf(doc.kind),
          domAttributes: { 'data-item': id } as FlowNode['domAttributes'],
        },
      ];
    });
    const edges: FlowEdge[] = lineEdges(pkg).map(({ id, from, to }) => ({
      id,
      source: from,
      target: to,
      type: 'smoothstep',
      label: words(id) || undefined,
      markerEnd: { type: MarkerType.ArrowClosed, color: '#7d8896', width: 16, height: 16 },
      style: {
        stroke: from === selected || to === selected ? '#0b5c7a' : '#7d8896',
        strokeWidth: from === selected || to === selected ? 2 : 1.25,
        strokeDasharray: scenario.edges[id]?.default ? '5 4' : undefined,
      },
      labelStyle: { fill: '#4a5565', fontSize: 12 },
      labelBgStyle: { fill: '#ffffff' },
      labelBgPadding: [4, 2],
    }));
    return { nodes: [...lanes, ...steps], edges };
  }, [layout, selected, marks, pkg, findings, t, text, words]);
}
