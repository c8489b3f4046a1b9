import { usePart } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { RightChip } from './RightLine.tsx';
import { rightOf } from './right-of-use.ts';
import { useRights } from './rights.tsx';

/** On the card of a step: the data it may not read yet, whose turn it is and until when. Nothing when all is in order. */
export function StepRights({ id }: { id: string }) {
  const text = useText();
  const node = usePart(({ scenario }) => scenario.nodes[id]);
  const data = usePart(({ scenario }) => scenario.data);
  const rights = useRights()?.rights;
  if (!rights || !node) return null;
  const uses = node.kind === 'fill' ? (node.prefill ?? []) : node.kind === 'data' ? [node.data] : [];
  const waiting = uses.flatMap((use) => {
    const doc = data?.[use];
    return doc && rightOf(doc, rights).state !== 'granted' ? [[use, doc] as const] : [];
  });
  if (waiting.length === 0) return null;
  return (
    <ul className="step-rights">
      {waiting.map(([use, doc]) => (
        <li key={use}>
          {text(doc.name)} <RightChip use={doc} />
        </li>
      ))}
    </ul>
  );
}
