/** A case of the newborn scenario over HTTP, from one of the template's own case tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseStarted, JsonValue } from '../../../schemas/generated/api.ts';
import type { CaseTest } from '../../../schemas/generated/documents.ts';
import type { ConnectorPort } from '../../services/ports.ts';
import type { Visitor } from './client.ts';

const folder = path.join(import.meta.dirname, '../../../templates/family/newborn/cases');
/** What a form proposes and a person leaves as it is. */
const proposed = {
  'guidance.guidanceMode': 'centre',
  'vaccination.station': '武原街道社区卫生服务中心',
  'baby.ethnicity': '01',
  'baby.nationality': 'CHN',
  'card.cardBank': 'icbc',
  'insurance.subsidyType': 'ordinary',
};

export interface Journey {
  values: Record<string, JsonValue>;
  grants: Record<string, boolean>;
  /** Registers that answer as the case test says. */
  connectors: ConnectorPort;
}

/** `no-father`: registers answer, and the health desks have work at once. `nothing-on-file`: all is typed, the father is asked. */
export function journeyOf(name: string): Journey {
  const test: CaseTest = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  const submit = test.steps.find((step) => step.do === 'submit');
  return {
    values: { ...proposed, ...(submit?.values as Record<string, JsonValue>) },
    grants: test.consents ?? {},
    connectors: {
      async read({ dataUse }) {
        const answer = test.data?.[dataUse.id];
        if (answer && 'record' in answer) return { ok: true, value: answer.record as JsonValue };
        return { ok: false, kind: 'noRecord', message: 'no record' };
      },
      sendSms: async () => ({ ok: true, value: null }),
      sealDocument: async () => ({ ok: true, value: null }),
    },
  };
}

export async function startCase(
  applicant: Visitor,
  { values, grants }: Journey,
  { commandId = 'newborn-0001', region = '330424' } = {},
): Promise<CaseStarted> {
  const answer = await applicant.send<CaseStarted>('POST', '/api/cases', {
    body: { region, scenario: 'newborn', values, grants, commandId },
  });
  if (answer.status !== 201) throw new Error(`The case did not start: ${answer.bytes.toString()}`);
  return answer.body;
}
