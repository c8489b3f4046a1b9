/** Where things are drawn: bounds by node, ways by edge. Positions are kept as they are. */
import type { Scenario } from '../../../schemas/generated/documents.ts';
import { attr, DC, DD, DI, localRef, type Model } from '../model.ts';
import type { XmlElement } from '../xml.ts';
import type { Draft } from './draft.ts';
import type { Report } from './report.ts';

type Layout = NonNullable<Scenario['layout']>;
type Position = Layout[string];
const number = (element: XmlElement | undefined, name: string): number | undefined => {
  const value = Number.parseFloat(element ? (attr(element, name) ?? '') : '');
  return Number.isFinite(value) ? value : undefined;
};

/** What is drawn of the elements of the model, by their id. */
export function shapesOf(model: Model): { bounds: Map<string, Position>; ways: Map<string, { x: number; y: number }[]> } {
  const bounds = new Map<string, Position>();
  const ways = new Map<string, { x: number; y: number }[]>();
  for (const element of model.all) {
    if (element.namespace !== DI) continue;
    const id = localRef(attr(element, 'bpmnElement'));
    if (id === undefined) continue;
    if (element.name === 'BPMNShape') {
      const box = element.children.find((child) => child.name === 'Bounds' && child.namespace === DC);
      const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => number(box, name));
      if (x === undefined || y === undefined || bounds.has(id)) continue;
      bounds.set(id, { x, y, ...(width && width > 0 ? { width } : {}), ...(height && height > 0 ? { height } : {}) });
    } else if (element.name === 'BPMNEdge') {
      const points = element.children
        .filter((child) => child.name === 'waypoint' && child.namespace === DD)
        .flatMap((child) => {
          const [x, y] = [number(child, 'x'), number(child, 'y')];
          return x === undefined || y === undefined ? [] : [{ x, y }];
        });
      if (points.length >= 2 && !ways.has(id)) ways.set(id, points);
    }
  }
  return { bounds, ways };
}

/** The layout of one process. */
export function layoutOf(draft: Draft, shapes: ReturnType<typeof shapesOf>): Layout {
  const layout: Layout = {};
  for (const [xml, id] of draft.nodeOf) {
    const at = shapes.bounds.get(xml);
    if (at) layout[id] = at;
  }
  for (const [xml, id] of draft.edgeOf) {
    const points = shapes.ways.get(xml);
    if (points) layout[id] = { ...points[0]!, points: points as Position['points'] };
  }
  return layout;
}

/** Says of everything drawn whether it was kept. */
export function reportDrawing(model: Model, report: Report, drawn: ReadonlyMap<string, string>): undefined {
  for (const element of model.all) {
    if (element.namespace !== DI) continue;
    if (element.name === 'BPMNShape' || element.name === 'BPMNEdge') drawing(element, report, drawn);
    else if (element.name === 'BPMNDiagram' || element.name === 'BPMNPlane') report.mapped(element, 'layout');
    else if (element.name === 'BPMNLabel' && !report.fateOf(element))
      whole(report, element, '文字的位置没有保留。', 'The place of a label is not kept.');
    else if (element.name === 'BPMNLabelStyle') whole(report, element, '字体没有保留。', 'Fonts are not kept.');
  }
}

function drawing(element: XmlElement, report: Report, drawn: ReadonlyMap<string, string>): undefined {
  const to = drawn.get(localRef(attr(element, 'bpmnElement')) ?? '');
  if (to === undefined) {
    whole(report, element, '它画的元素没有单独的位置。', 'What it draws has no place of its own.');
    return;
  }
  report.mapped(element, `layout/${to}`);
  for (const child of element.children) {
    if (child.name === 'BPMNLabel') whole(report, child, '文字的位置没有保留。', 'The place of a label is not kept.');
    else if (child.name === 'Bounds' || child.name === 'waypoint') report.mapped(child, `layout/${to}`);
    else whole(report, child, '画法的扩展没有保留。', 'Extensions of the drawing are not kept.');
  }
}

function whole(report: Report, element: XmlElement, zh: string, en: string): undefined {
  const open = [element];
  for (let one = open.pop(); one; one = open.pop()) {
    report.loss(one, zh, en);
    open.push(...one.children);
  }
}
