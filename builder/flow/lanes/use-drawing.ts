import type { Edge as FlowEdge, Node as FlowNode } from '@xyflow/react';
import { MarkerType } from '@xyflow/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { graphOf } from '../../editing/graph.ts';
import { useChecks, useDocument } from '../../editing/react/session.tsx';
import { treeOf } from '../../editing/tree.ts';
import { useText } from '../../i18n/use-text.ts';
import { useShareFigure, useShareWords } from '../branch-shares.tsx';
import { useEdgeWords } from '../edge-words.ts';
import { findingsByElement } from '../findings.ts';
import { kindWord } from '../kinds.tsx';
import { departmentOf, sentenceOf } from '../sentence.ts';
import { numberSteps } from '../steps/numbers.ts';
import { isSmall, type LaneLayout, laneHead, lineEdges, sizeOf } from './layout.ts';
import type { StepData, StepMark } from './nodes.tsx';

interface Drawing {
  layout: LaneLayout;
  selected: string | undefined;
  selectedEdge: string | undefined;
  marks: Record<string, StepMark> | undefined;
  reading: boolean;
}

/** Nodes and edges as the picture shows them, in the order of the flow so that Tab follows it. */
export function useDrawing({ layout, selected, selectedEdge, marks, reading }: Drawing): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const nodes = useNodes({ layout, marks, reading });
  const edges = useEdges({ selected, selectedEdge, reading });
  return { nodes, edges };
}

function useNodes({ layout, marks, reading }: Pick<Drawing, 'layout' | 'marks' | 'reading'>): FlowNode[] {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { findings } = useChecks();
  return useMemo(() => {
    const { scenario } = pkg;
    const problems = findingsByElement(pkg, findings);
    const numbers = numberSteps(treeOf(scenario));
    const lanes: FlowNode[] = layout.lanes.map((lane, i) => ({
      id: `lane ${lane.id}`,
      type: 'lane',
      position: { x: 0, y: lane.y },
      width: layout.width,
      height: lane.height,
      data: {
        name: lane.department ? text(scenario.departments[lane.department]?.name) : t(`flow.lanes.${lane.kind}`),
        department: lane.department,
        kind: lane.kind,
        hue: lane.department ? (scenario.departments[lane.department]?.hue ?? i) : undefined,
        width: layout.width,
        height: lane.height,
        head: laneHead,
        reading,
      },
      draggable: false,
      selectable: false,
      focusable: false,
      connectable: false,
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
        wrong: found.some(({ severity }) => severity === 'error'),
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
          ariaLabel: label,
          ariaRole: 'button',
          ...sizeOf(doc.kind),
          domAttributes: { 'data-item': id } as FlowNode['domAttributes'],
        },
      ];
    });
    return [...lanes, ...steps];
  }, [layout, marks, pkg, findings, t, text, reading]);
}

function useEdges({ selected, selectedEdge, reading }: Pick<Drawing, 'selected' | 'selectedEdge' | 'reading'>): FlowEdge[] {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const words = useEdgeWords();
  const shareWords = useShareWords();
  const shareFigure = useShareFigure();
  return useMemo(() => {
    const { scenario } = pkg;
    const name = (id: string) => text(scenario.nodes[id]?.name);
    const graph = graphOf(scenario);
    const lines = lineEdges(pkg);
    // Branches nothing is done on run between the same two signs: one over the other, so one of them carries the words of all.
    const together = new Map<string, string[]>();
    for (const { id, from, to } of lines) together.set(`${from} ${to}`, [...(together.get(`${from} ${to}`) ?? []), id]);
    return lines.map(({ id, from, to }): FlowEdge => {
      const near = from === selected || to === selected || id === selectedEdge;
      const parts = graph.out(from).length > 1 && scenario.nodes[from]?.kind !== 'parallel';
      const labelOf = (line: string) => [words(line), parts ? shareFigure(line) : ''].filter(Boolean).join(' ');
      const [first, ...others] = together.get(`${from} ${to}`)!;
      const label = first === id ? [id, ...others].map(labelOf).filter(Boolean).join('、') || undefined : undefined;
      const when = [words(id), parts ? shareWords(id) : ''].filter(Boolean).join('，');
      return {
        id,
        source: from,
        target: to,
        type: 'smoothstep',
        label,
        selected: id === selectedEdge,
        focusable: !reading,
        reconnectable: !reading,
        ariaLabel: t('flow.lanes.edge', { from: name(from), to: name(to), when: when ? `：${when}` : '' }),
        markerEnd: { type: MarkerType.ArrowClosed, color: near ? '#0b5c7a' : '#7d8896', width: 16, height: 16 },
        style: {
          stroke: near ? '#0b5c7a' : '#7d8896',
          strokeWidth: id === selectedEdge ? 3 : near ? 2 : 1.25,
          strokeDasharray: scenario.edges[id]?.default ? '5 4' : undefined,
        },
        labelStyle: { fill: '#4a5565', fontSize: 12 },
        labelBgStyle: { fill: '#ffffff' },
        labelBgPadding: [4, 2],
      };
    });
  }, [pkg, selected, selectedEdge, t, text, words, shareWords, shareFigure, reading]);
}
