import {
  applyNodeChanges,
  Background,
  Controls,
  type FinalConnectionState,
  type Node as FlowNode,
  MiniMap,
  type NodeChange,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react';
import { Alert, Button } from 'antd';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Spot } from '../../editing/commands/lanes.ts';
import { graphOf } from '../../editing/graph.ts';
import { useDocument, useExecute } from '../../editing/react/session.tsx';
import { treeOf } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { useDeleteStep } from '../steps/use-step-actions.tsx';
import { useStepClipboard } from '../use-clipboard.ts';
import { type Arrangement, arranged } from './arrange.ts';
import { LaneTools } from './lane-tools.tsx';
import type { LaneViewProps } from './lane-view.tsx';
import { type Lane, type LaneLayout, laneOf, sizeOf } from './layout.ts';
import { GatewayNode, LaneActions, LaneNode, StepNode } from './nodes.tsx';
import { PlaceMenu } from './place-menu.tsx';
import { useDrawing } from './use-drawing.ts';
import { useLaneEditing } from './use-lane-editing.ts';

const nodeTypes = { step: StepNode, gateway: GatewayNode, lane: LaneNode };

/** Where the next step is to be put down. */
interface Placing {
  /** On the screen, inside the picture. */
  screen: Spot;
  at?: Spot;
  lane?: Lane;
  from?: string;
}

export function LanePicture({ selected, onSelect, onOpen, marks, reading = false, layout }: LaneViewProps & { layout: LaneLayout }) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { scenario } = pkg;
  const execute = useExecute();
  const remove = useDeleteStep();
  const editing = useLaneEditing();
  const clipboard = useStepClipboard();
  const flow = useReactFlow();
  const [selectedEdge, setSelectedEdge] = useState<string>();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [placing, setPlacing] = useState<Placing>();
  const [connecting, setConnecting] = useState(false);
  const edgeNow = selectedEdge !== undefined && scenario.edges[selectedEdge] ? selectedEdge : undefined;
  const drawn = useDrawing({ layout, selected, selectedEdge: edgeNow, marks, reading });
  const [nodes, setNodes] = useState(drawn.nodes);
  // What is chosen outlives a new drawing; one step chosen elsewhere (address, step view) is chosen here too.
  useEffect(
    () =>
      setNodes((before) => {
        const several = before.filter((node) => node.selected).map((node) => node.id);
        const keep = several.length > 1 && (selected === undefined || several.includes(selected)) ? new Set(several) : new Set([selected]);
        return drawn.nodes.map((node) => (keep.has(node.id) ? { ...node, selected: true } : node));
      }),
    [drawn.nodes, selected],
  );
  const standing = useMemo(() => {
    const ids = chosen.filter((id) => scenario.nodes[id]);
    return ids.length > 0 ? ids : selected && scenario.nodes[selected] ? [selected] : [];
  }, [chosen, scenario, selected]);
  const onNodesChange = (changes: NodeChange<FlowNode>[]) =>
    setNodes((before) =>
      applyNodeChanges(
        changes.filter((change) => change.type !== 'remove'),
        before,
      ),
    );
  const arrange = (how: Arrangement) => {
    const steps = standing.flatMap((id) => (layout.positions[id] ? [{ id, lane: laneOf(pkg, id), ...layout.positions[id] }] : []));
    const positions = arranged(steps, how);
    if (Object.keys(positions).length === 0) return;
    if (execute('layout.arrange', { positions, how: how === 'left' || how === 'top' ? 'align' : 'distribute', alone: layout.foreign }))
      announce(t('flow.lanes.arranged'));
  };
  const find = (id: string) => {
    const at = layout.positions[id];
    const doc = scenario.nodes[id];
    if (!at || !doc) return;
    const size = sizeOf(doc.kind);
    void flow.setCenter(at.x + size.width / 2, at.y + size.height / 2, { zoom: 1 });
    onSelect(id);
  };
  /** Edges that arrive right behind a step with one way on. */
  const behind = (id: string | undefined): string[] | undefined => {
    const out = id === undefined ? [] : graphOf(scenario).out(id);
    return out.length === 1 ? [out[0]![0]] : undefined;
  };
  const pastePlace = () => {
    const [only, more] = standing;
    const edges = more ? undefined : behind(only);
    return edges ? { edges } : {};
  };
  const focusStep = (id: string | undefined) => {
    if (!id) return;
    onSelect(id);
    setTimeout(() => document.querySelector<HTMLElement>(`.lanes [data-item="${id}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement || event.target instanceof SVGElement ? event.target : undefined;
    if (!target || event.nativeEvent.isComposing || target.closest('input, textarea, [role="combobox"]')) return;
    const id = target.dataset.id;
    const control = event.ctrlKey || event.metaKey;
    const step = id !== undefined && scenario.nodes[id] ? id : undefined;
    const line = id !== undefined && scenario.edges[id] ? id : undefined;
    const done = (act: () => void) => {
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    const several = standing.length > 1 ? standing : step ? [step] : standing;
    if (!control && !event.altKey && event.code === 'Digit1') return done(() => void flow.fitView());
    if (!control && !event.altKey && event.code === 'Digit0') return done(() => void flow.zoomTo(1));
    if (line && event.key === 'Enter') return done(() => setSelectedEdge(line));
    if (step && event.key === 'Enter') return done(() => onOpen(step));
    if (step && event.key === ' ') return done(() => onSelect(step));
    if (control && event.code === 'KeyC' && several.length > 0) return done(() => clipboard.copy(several));
    if (reading) return;
    if (control && event.code === 'KeyX' && several.length > 0)
      return done(() => {
        clipboard.copy(several);
        deleteSteps(several);
      });
    if (control && event.code === 'KeyV') return done(() => focusStep(clipboard.paste(pastePlace())));
    if (control && event.code === 'KeyD' && several.length > 0) return done(() => focusStep(clipboard.duplicate(several, pastePlace())));
    if (control || event.altKey) return;
    if (event.key === 'Delete' && line) return done(() => editing.deleteEdge(line));
    if (event.key === 'Delete' && several.length > 0) return done(() => deleteSteps(several));
    if (event.code === 'KeyC' && step)
      return done(() => {
        onSelect(step);
        setConnecting(true);
      });
    if (event.code === 'KeyA' && step) {
      const box = target.getBoundingClientRect();
      const root = target.closest('.lanes')!.getBoundingClientRect();
      return done(() => setPlacing({ screen: { x: box.right - root.left, y: box.top - root.top }, from: step }));
    }
  };
  const deleteSteps = (steps: readonly string[]) => {
    if (steps.length === 1) remove(steps[0]!);
    else execute('nodes.delete', { nodes: [...steps] });
  };
  const laneAt = useCallback((y: number) => layout.lanes.find((lane) => y >= lane.y && y < lane.y + lane.height), [layout]);
  const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const from = state.fromHandle?.type === 'source' ? state.fromNode?.id : undefined;
    if (state.isValid || !from) return;
    // Let go on a step it may not lead to: the command refuses, and says why.
    if (state.toNode) {
      if (state.toNode.type !== 'lane') editing.connect(from, state.toNode.id);
      return;
    }
    const point = 'changedTouches' in event ? event.changedTouches[0]! : event;
    const at = flow.screenToFlowPosition({ x: point.clientX, y: point.clientY });
    const root = document.querySelector('.lanes')!.getBoundingClientRect();
    setPlacing({ screen: { x: point.clientX - root.left, y: point.clientY - root.top }, at, lane: laneAt(at.y), from });
  };
  const crossings = useMemo(() => [...new Set(treeOf(scenario).crossings)], [scenario]);
  const labels = {
    'node.a11yDescription.default': t('flow.lanes.node'),
    'node.a11yDescription.keyboardDisabled': t('flow.lanes.node'),
    'edge.a11yDescription.default': t('flow.lanes.edgeKeys'),
    'controls.ariaLabel': t('flow.lanes'),
    'controls.zoomIn.ariaLabel': t('flow.lanes.zoomIn'),
    'controls.zoomOut.ariaLabel': t('flow.lanes.zoomOut'),
    'controls.fitView.ariaLabel': t('flow.lanes.fit'),
    'minimap.ariaLabel': t('flow.lanes.minimap'),
  };
  return (
    <LaneActions
      value={(lane, screen) => {
        const place = layout.lanes.find((one) => one.id === lane);
        const root = document.querySelector('.lanes')?.getBoundingClientRect();
        if (place && root) setPlacing({ screen: { x: screen.x - root.left, y: screen.y - root.top }, lane: place });
      }}
    >
      <div className="lanes" role="application" aria-label={t('flow.lanes')}>
        {!reading && (
          <LaneTools
            chosen={standing}
            selectedEdge={edgeNow}
            editing={editing}
            connecting={connecting}
            onConnecting={setConnecting}
            onArrange={arrange}
            onFind={find}
          />
        )}
        {crossings.length > 0 && (
          <Alert
            type="info"
            showIcon
            className="lanes-crossings"
            title={t('flow.notBlocks')}
            description={
              <ul>
                {crossings.map((id) => (
                  <li key={id}>
                    <button type="button" className="plain-button link" onClick={() => find(id)}>
                      {t('flow.notBlocks.place', { name: text(scenario.nodes[id]?.name) })}
                    </button>
                  </li>
                ))}
              </ul>
            }
          />
        )}
        <ReactFlow
          nodes={nodes}
          edges={drawn.edges}
          nodeTypes={nodeTypes}
          ariaLabelConfig={labels}
          onNodesChange={onNodesChange}
          onNodeClick={(event, node) => {
            setSelectedEdge(undefined);
            if (node.type !== 'lane' && !event.shiftKey && !event.ctrlKey && !event.metaKey) onSelect(node.id);
          }}
          onNodeDoubleClick={(_event, node) => node.type !== 'lane' && onOpen(node.id)}
          onNodeDragStop={(_event, node, moved) => {
            const positions = Object.fromEntries(moved.filter((one) => one.type !== 'lane').map((one) => [one.id, one.position]));
            if (moved.length > 1) execute('layout.arrange', { positions, how: 'move', alone: layout.foreign });
            else execute('node.position', { node: node.id, x: node.position.x, y: node.position.y, alone: layout.foreign });
          }}
          onSelectionChange={({ nodes: several }) =>
            setChosen((before) => {
              const now = several.filter((node) => node.type !== 'lane').map((node) => node.id);
              return now.join() === before.join() ? before : now;
            })
          }
          onEdgeClick={(_event, edge) => !reading && setSelectedEdge(edge.id)}
          onPaneClick={() => {
            setSelectedEdge(undefined);
            onSelect(undefined);
          }}
          onConnect={({ source, target }) => editing.connect(source, target)}
          onConnectEnd={onConnectEnd}
          onReconnect={(edge, { source, target }) => editing.reconnect(edge.id, { from: source, to: target })}
          isValidConnection={({ source, target }) => editing.may(source, target).ok || scenario.nodes[target] !== undefined}
          onKeyDown={onKeyDown}
          onlyRenderVisibleElements
          deleteKeyCode={null}
          multiSelectionKeyCode={['Control', 'Meta', 'Shift']}
          selectionKeyCode="Shift"
          nodesConnectable={!reading}
          nodesDraggable={!reading}
          edgesFocusable={!reading}
          minZoom={0.2}
          maxZoom={1.5}
          defaultViewport={{ x: 0, y: 12, zoom: 0.8 }}
          proOptions={{ hideAttribution: true }}
        >
          <Background color="#e2e5e8" gap={20} size={1} />
          <Controls showInteractive={false} orientation="horizontal" position="bottom-center" />
          {!reading && (
            <MiniMap
              pannable
              zoomable
              position="bottom-right"
              nodeColor={(node) => (node.type === 'lane' ? 'transparent' : node.selected ? '#0b5c7a' : '#9aa5b1')}
            />
          )}
        </ReactFlow>
        {placing && (
          <PlaceMenu
            place={placing.screen}
            onDone={() => setPlacing(undefined)}
            onChoose={(step) => {
              const id = editing.place(step, { ...placing, alone: layout.foreign });
              if (!id) return false;
              setPlacing(undefined);
              focusStep(id);
              return true;
            }}
          />
        )}
        <p className="lanes-note">
          {!reading && `${t('flow.lanes.hint')} ${t('flow.lanes.helpDraw')}`}
          {!reading && scenario.layout && !layout.foreign && (
            <Button type="link" size="small" onClick={() => execute('layout.reset', {})}>
              {t('flow.lanes.reset')}
            </Button>
          )}
        </p>
      </div>
    </LaneActions>
  );
}
