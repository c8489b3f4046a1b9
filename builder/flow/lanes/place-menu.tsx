import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Spot } from '../../editing/commands/lanes.ts';
import type { NewStep } from '../../editing/commands/new-step.ts';
import { StepPalette } from '../steps/add-menu.tsx';

interface Props {
  /** Inside the picture, from its upper left corner. */
  place: Spot;
  onChoose: (step: NewStep) => boolean;
  onDone: () => void;
}

/** The palette where a step is to be put down. A click elsewhere or Esc closes it. */
export function PlaceMenu({ place, onChoose, onDone }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onDone();
    };
    // The pointer that opened it is still down.
    const timer = setTimeout(() => window.addEventListener('pointerdown', outside));
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerdown', outside);
    };
  }, [onDone]);
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={t('flow.lanes.addHere')}
      className="lane-place"
      style={{
        left: `min(${Math.max(8, Math.round(place.x))}px, calc(100% - 320px))`,
        top: `min(${Math.round(place.y)}px, calc(100% - 400px))`,
      }}
    >
      <StepPalette onChoose={onChoose} onDone={onDone} />
    </div>
  );
}
