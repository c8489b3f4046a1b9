import { useCallback } from 'react';
import type { JsonValue } from '../../../../runtime/compile/plan.ts';
import type { Outcome } from '../../../../runtime/engine/index.ts';
import { problemOf } from '../../../api/client.ts';
import { runScript } from '../../../api/scenarios.ts';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';

/** Scripts run on the server, in its sandbox, which keeps nothing. */
export function useRunScript(): (script: string, input: JsonValue) => Promise<Outcome> {
  const { id } = useScenarioSession();
  const document = useDocument();
  return useCallback(
    async (script, input) => {
      try {
        return (await runScript(id, document, script, input)).outcome;
      } catch (error) {
        return { ok: false, kind: 'down', message: problemOf(error).code };
      }
    },
    [id, document],
  );
}
