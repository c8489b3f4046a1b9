import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { isDesk } from '../../runtime/compile/desks.ts';
import type { Scenario, Text } from '../../schemas/generated/documents.ts';
import { useDocument } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';

interface Words {
  t: (key: string, more?: { defaultValue: string }) => string;
  text: (text: Text | undefined) => string;
}

/** What an edge stands for: its own name, the decision it follows, or all the rest. */
export function edgeWords(scenario: Scenario, id: string, { t, text }: Words): string {
  const edge = scenario.edges[id];
  const from = edge && scenario.nodes[edge.from];
  if (!edge || !from) return '';
  if (edge.name) return text(edge.name);
  if (edge.default) return t('flow.otherwise');
  if (edge.on)
    return isDesk(from) && from.decisions[edge.on]
      ? text(from.decisions[edge.on]!.name)
      : t(`flow.outcome.${edge.on}`, { defaultValue: t('flow.otherwise') });
  const alone = Object.values(scenario.edges).every((other) => other === edge || other.from !== edge.from);
  if (!alone && (isDesk(from) || from.kind === 'joint' || from.kind === 'consent')) return t('flow.otherOutcomes');
  return '';
}

/** The same of the open document. */
export function useEdgeWords(): (edge: string) => string {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  return useCallback((id) => edgeWords(scenario, id, { t, text }), [scenario, t, text]);
}
