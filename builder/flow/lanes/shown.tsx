import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { useDocument } from '../../editing/react/session.tsx';
import { type LaneLayout, sizeOf } from './layout.ts';

/** Moves the picture so that the step stands in its middle; the zoom stays as people set it. Rendered behind the picture, inside its provider. */
export function Shown({ step, layout }: { step: string | undefined; layout: LaneLayout }) {
  const { setCenter, getZoom } = useReactFlow();
  const { scenario } = useDocument();
  const kind = step === undefined ? undefined : scenario.nodes[step]?.kind;
  const place = step === undefined ? undefined : layout.positions[step];
  useEffect(() => {
    if (!kind || !place) return;
    const { width, height } = sizeOf(kind);
    void setCenter(place.x + width / 2, place.y + height / 2, { zoom: getZoom() });
  }, [kind, place, setCenter, getZoom]);
  return null;
}
