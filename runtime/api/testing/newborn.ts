/** A case of the newborn scenario over HTTP, from one of the template's own case tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseStarted, Draft, JsonValue } from '../../../schemas/generated/api.ts';
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

/** As the portal does it: open the form, agree to the data sources, hand in. */
export async function startCase(applicant: Visitor, journey: Journey, { key = 'newborn', region = '330424' } = {}): Promise<CaseStarted> {
  const opened = await applicant.send<Draft>('POST', '/api/drafts', { body: { region, scenario: 'newborn', commandId: `${key}-open` } });
  if (opened.status !== 201) throw new Error(`The form did not open: ${opened.bytes}`);
  const { id, rev } = opened.body;
  const agreed = await applicant.send<Draft>('PUT', `/api/drafts/${id}/consents`, { body: { grants: journey.grants, rev } });
  if (agreed.status !== 200) throw new Error(`The consents were refused: ${agreed.bytes}`);
  const body = { values: journey.values, commandId: `${key}-submit`, declaration: true };
  const answer = await applicant.send<CaseStarted>('POST', `/api/drafts/${id}/submit`, { body });
  if (answer.status !== 201) throw new Error(`The case did not start: ${answer.bytes}`);
  return answer.body;
}
