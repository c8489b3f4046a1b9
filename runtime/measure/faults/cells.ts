/** Every kind of peer with each of its faults: how it is switched on, and what is done until people see it. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventAccepted, ImportPreview, ImportView } from '../../../schemas/generated/api.ts';
import { secretOf } from '../../outside/authentication.ts';
import { demoFamilies } from '../../outside/people.ts';
import type { Fault } from '../../outside/services.ts';
import { signatureOf } from '../../services/events/ingest.ts';
import {
  type Application,
  answerAssist,
  apply,
  breakerWords,
  casePageOf,
  decide,
  historyWords,
  incidentOf,
  lineOf,
  officerLine,
  ok,
  questionWords,
  readCase,
  retryIncident,
  type Seen,
  taskOf,
  taskWords,
  trackingOf,
  trackingWords,
  tryWords,
  until,
  wordsOf,
} from './journeys.ts';
import { doing, reading } from './packages.ts';
import { type FaultSite, outsideSecret, region } from './site.ts';

export interface Cell {
  kind: string;
  fault: string;
  see(site: FaultSite): Promise<Seen>;
}

const mother = demoFamilies[0]!.mother.idNumber;

/** With a fault of the outside world switched on. */
async function during<T>(site: FaultSite, service: string, which: Fault | null, work: () => Promise<T>): Promise<T> {
  await site.renew();
  if (which) await site.fault(service, which);
  try {
    return await work();
  } finally {
    if (which) await site.fault(service, null);
  }
}

/** With a connection of the region changed: a wrong secret, an address nobody allowed. */
async function changed<T>(site: FaultSite, id: string, change: Parameters<FaultSite['change']>[1], work: () => Promise<T>): Promise<T> {
  const back = await site.change(id, change);
  try {
    await site.renew();
    return await work();
  } finally {
    await back();
  }
}

async function withSecret<T>(site: FaultSite, name: string, value: string, work: () => Promise<T>): Promise<T> {
  await site.secrets.save(region, name, value);
  try {
    await site.renew();
    return await work();
  } finally {
    await site.secrets.save(region, name, secretOf(outsideSecret, name));
  }
}

function registerCells(kind: string, key: 'hmac' | 'apiKey' | 'oauth2', service: string, connection: string): Cell[] {
  const scenario = reading[key]!;
  const cell = (fault: string, which: Fault | null): Cell => ({
    kind,
    fault,
    see: (site) => during(site, service, which, () => readCase(site, scenario, connection)),
  });
  return [
    cell('无', null),
    cell('查无记录', 'noRecord'),
    ...(key === 'oauth2' ? [] : [cell('查到多条', 'severalRecords')]),
    cell('过慢', 'slow'),
    cell('中断', 'down'),
    cell('数据不符', 'wrongData'),
    ...(key === 'oauth2' ? [cell('答复不是 JSON', 'notJson'), cell('令牌过期', 'expired')] : []),
    {
      kind,
      fault: key === 'hmac' ? '签名不被认可' : key === 'apiKey' ? '密钥失效' : '客户端被拒',
      see: (site) => withSecret(site, `outside-${connection}`, 'no-longer-good', () => readCase(site, scenario, connection)),
    },
    ...(key === 'hmac'
      ? [
          {
            kind,
            fault: '地址不在允许名单',
            see: (site: FaultSite) =>
              changed(
                site,
                connection,
                (one) => ({ ...one, baseUrl: 'http://data.example.gov.cn' }) as typeof one,
                () => readCase(site, scenario, connection),
              ),
          },
        ]
      : []),
  ];
}

const sqlCells: Cell[] = [
  { kind: 'SQL', fault: '无', see: (site) => readCase(site, reading.sql!, 'fault-sql') },
  ...(
    [
      ['查无记录', "SELECT jfjs AS base FROM shared.insured WHERE zjhm = $1 || 'x'"],
      ['过慢', 'SELECT pg_sleep(20)::text AS base, $1 AS zjhm'],
      ['越权的查询', 'SELECT record AS base FROM register_population WHERE id_number = $1'],
    ] as const
  ).map(
    ([fault, sql]): Cell => ({
      kind: 'SQL',
      fault,
      see: (site) =>
        changed(
          site,
          'fault-sql',
          (one) =>
            ({ ...one, timeoutMs: 2000, queries: { insured: { name: { 'zh-CN': '参保' }, sql, parameters: ['idNumber'] } } }) as typeof one,
          () => readCase(site, reading.sql!, 'fault-sql'),
        ),
    }),
  ),
  {
    kind: 'SQL',
    fault: '账号不存在',
    see: (site) =>
      changed(
        site,
        'fault-sql',
        (one) => ({ ...one, user: 'nobody_known' }) as typeof one,
        () => readCase(site, reading.sql!, 'fault-sql'),
      ),
  },
];

/** Sends a file as the keeper does, and waits for what became of it. */
async function importFile(site: FaultSite, name: string, content: Buffer): Promise<ImportView> {
  const { keeper } = site.who;
  const resource = reading.batch!.asked!.resource.id;
  const head = content.subarray(0, 60_000).toString('base64');
  const preview = await ok<ImportPreview>(keeper, 'POST', '/api/imports/preview', { region, resource, fileName: name, head });
  const { id } = await ok<ImportView>(keeper, 'POST', '/api/imports', {
    region,
    resource,
    fileName: name,
    bytes: content.length,
    file: { format: preview.format, columns: preview.suggested },
    mode: 'replace',
    commandId: `import-${createHash('sha256').update(name).update(content).digest('hex').slice(0, 24)}`,
  });
  const sent = await keeper.send('PUT', `/api/imports/${id}/content?region=${region}&offset=0`, {
    raw: content,
    headers: { 'content-type': 'application/octet-stream' },
  });
  if (sent.status >= 300) throw new Error(sent.bytes.toString());
  return until(`the import of ${name}`, async () => {
    const view = await ok<ImportView>(keeper, 'GET', `/api/imports/${id}?region=${region}`);
    return (view.state === 'done' || view.state === 'failed') && view;
  });
}

function importWords({ state, loaded, rejected, words, rejectedSample }: ImportView): string {
  if (state === 'failed') return `导入失败：${wordsOf(words)}`;
  const sample = rejectedSample?.[0];
  return `已导入 ${loaded} 行，退回 ${rejected} 行${sample ? `：第 ${sample.row} 行${sample.column ? `「${sample.column}」` : ''}${wordsOf(sample.words)}` : ''}`;
}

const lines = (...rows: string[]) => Buffer.from(`${rows.join('\n')}\n`);
const batchCells: Cell[] = (
  [
    ['无（CSV）', '名册.csv', () => lines('身份证号,残疾等级', `${mother},二级`)],
    ['无（JSON Lines）', '名册.jsonl', () => lines(JSON.stringify({ 身份证号: mother, 残疾等级: '二级' }))],
    ['本人那一行被退回', '退回.csv', () => lines('身份证号,残疾等级', `${mother.slice(0, -1)}A,二级`, '110101199001011237,一级')],
    ['一行不是 JSON', '坏行.jsonl', () => lines('{"身份证号": ', JSON.stringify({ 身份证号: mother, 残疾等级: '二级' }))],
    ['文件不是所说的编码', '乱码.csv', () => Buffer.concat([lines('身份证号,残疾等级'), Buffer.from([0xff, 0xfe, 0x81, 0x20, 0x0a])])],
  ] as const
).map(
  ([fault, name, content]): Cell => ({
    kind: '批量文件',
    fault,
    async see(site) {
      const imported = await importFile(site, name, content());
      return { ...(await readCase(site, reading.batch!)), keeper: importWords(imported) };
    },
  }),
);

const waitsFor: Seen['officer'] = '还没有待办：先等数据提供部门答复';
const assistCells: Cell[] = [
  {
    kind: '协查',
    fault: '没有接口，等答复',
    async see(site) {
      const application = await apply(site, reading.assist!);
      const citizen = `${application.form}。${trackingWords(await trackingOf(site, application))}`;
      return { citizen, officer: waitsFor, keeper: await questionWords(site, application) };
    },
  },
  {
    kind: '协查',
    fault: '没有接口，已答复',
    async see(site) {
      const application = await apply(site, reading.assist!);
      await answerAssist(site, application, { 'applicant.asked': '武原街道 1 号' });
      const citizen = trackingWords(await trackingOf(site, application));
      return { citizen, officer: taskWords(await taskOf(site, application)), keeper: '协查办理台：已答复' };
    },
  },
  {
    kind: '协查',
    fault: '接口连续中断，熔断',
    see: (site) =>
      during(site, '/ga/population', 'down', async () => {
        // Five failures open the breaker; from then on nobody waits for the interface.
        for (let turn = 0; turn < 5; turn += 1) await apply(site, reading.breaker!);
        const application = await apply(site, reading.breaker!);
        const citizen = `${application.form}。${trackingWords(await trackingOf(site, application))}`;
        return { citizen, officer: waitsFor, keeper: `${await breakerWords(site, 'ga')}；${await questionWords(site, application)}` };
      }),
  },
];

const sampleCells: Cell[] = [{ kind: '样例', fault: '本人不在样例里', see: (site) => readCase(site, reading.sample!, 'fault-samples') }];

/** What the three read once the deed has failed as often as it is tried, and once it was tried again. */
async function incidentSeen(site: FaultSite, application: Application): Promise<Seen> {
  const incident = await incidentOf(site, application);
  const tracking = await trackingOf(site, application);
  return {
    citizen: trackingWords(tracking),
    officer: await officerLine(site, application),
    keeper: `异常：${wordsOf(incident.step)}，${wordsOf(incident.cause)}`,
  };
}

/** The case ends well after the operator tried again: nothing is lost by the fault. */
async function recovered(site: FaultSite, application: Application, isWell: (line: string) => boolean): Promise<string> {
  await site.renew();
  await retryIncident(site, application);
  return until(`the recovery of ${application.caseNo}`, async () => {
    await site.hurry(application.caseNo);
    const line = lineOf(await trackingOf(site, application));
    return isWell(line) && line;
  });
}

function deedCells(kind: string, key: 'seal' | 'courier', service: string, connection: string): Cell[] {
  const scenario = doing[key]!;
  const begun = async (site: FaultSite) => {
    const application = await apply(site, scenario);
    await decide(site, application);
    return application;
  };
  const failing = (
    fault: string,
    within: (site: FaultSite, work: () => Promise<[Seen, Application]>) => Promise<[Seen, Application]>,
  ): Cell => ({
    kind,
    fault,
    async see(site) {
      const [seen, application] = await within(site, async () => {
        const one = await begun(site);
        return [await incidentSeen(site, one), one];
      });
      const line = await recovered(site, application, (words) => words === '已办结');
      return { ...seen, citizen: `${seen.citizen}。恢复并重试后：${line}` };
    },
  });
  return [
    {
      kind,
      fault: '无',
      async see(site) {
        const application = await begun(site);
        const line = await until('the end', async () => {
          const words = lineOf(await trackingOf(site, application));
          return words === '已办结' && words;
        });
        return { citizen: line, officer: lineOf(await casePageOf(site, application)), keeper: await tryWords(site, connection) };
      },
    },
    failing('中断', (site, work) => during(site, service, 'down', work)),
    failing('过慢', (site, work) => during(site, service, 'slow', work)),
    failing(key === 'seal' ? '签名不被认可' : '密钥失效', (site, work) =>
      withSecret(site, `outside-${connection}`, 'no-longer-good', work),
    ),
  ];
}

const smsCells: Cell[] = (
  [
    ['无', null],
    ['中断', 'down'],
  ] as const
).map(
  ([fault, which]): Cell => ({
    kind: '短信',
    fault,
    see: (site) =>
      during(site, '/sms/messages', which, async () => {
        const application = await apply(site, doing.sms!);
        await decide(site, application);
        const tracking = await until('the end', async () => {
          const now = await trackingOf(site, application);
          return now.status === 'completed' && now;
        });
        const keeper = which ? await historyWords(site, application, '没有') : await tryWords(site, 'sms');
        return { citizen: trackingWords(tracking), officer: lineOf(await casePageOf(site, application)), keeper };
      }),
  }),
);

/** A day as a number of the table: it is another one at each run. */
const undated = (words: string) => words.replace(/\d{4}年\d{1,2}月\d{1,2}日/g, '某年某月某日');

const paid = async (site: FaultSite, application: Application): Promise<void> => {
  const { payUrl } = await until('the order', async () => {
    const { payment } = await trackingOf(site, application);
    return payment?.payUrl !== undefined && { payUrl: payment.payUrl };
  });
  await fetch(payUrl, { method: 'POST' });
};

/** The case after the payment: the desk has it. */
async function afterPaying(site: FaultSite, application: Application, hurry: boolean): Promise<Seen> {
  const tracking = await until('the payment', async () => {
    if (hurry) await site.hurry(application.caseNo);
    const now = await trackingOf(site, application);
    return now.line['zh-CN'].includes('正在办理') && now;
  });
  const line = tracking.timeline.map(({ text }) => wordsOf(text)).find((words) => words.startsWith('已缴费')) ?? '';
  return {
    citizen: `${lineOf(tracking)}；${line}`,
    officer: `待办：${wordsOf((await taskOf(site, application)).step)}`,
    keeper: await tryWords(site, 'payment'),
  };
}

function paymentCells(): Cell[] {
  const opened: Cell = {
    kind: '统一支付',
    fault: '无，待缴',
    async see(site) {
      await site.renew();
      const application = await apply(site, doing.payment!);
      const { line, payment } = await until('the order', async () => {
        const now = await trackingOf(site, application);
        return now.payment?.payUrl !== undefined && now;
      });
      const citizen = undated(`${wordsOf(line)}；按钮：去缴费 ${payment!.amount} 元（${wordsOf(payment!.title)}）`);
      return { citizen, officer: '还没有待办', keeper: await tryWords(site, 'payment') };
    },
  };
  const paying = (fault: string, which: Fault | null): Cell => ({
    kind: '统一支付',
    fault,
    async see(site) {
      await site.renew();
      const application = await apply(site, doing.payment!);
      if (which) {
        const { payment } = await until('the order', async () => {
          const now = await trackingOf(site, application);
          return now.payment?.payUrl !== undefined && now;
        });
        await site.fault(new URL(payment!.payUrl!).pathname, which);
      }
      await paid(site, application);
      return afterPaying(site, application, which !== null);
    },
  });
  const failing = (fault: string, which: Fault | null): Cell => ({
    kind: '统一支付',
    fault,
    async see(site) {
      const work = async (): Promise<[Seen, Application]> => {
        const application = await apply(site, doing.payment!);
        return [await incidentSeen(site, application), application];
      };
      const [seen, application] = which
        ? await during(site, '/pay/orders', which, work)
        : await withSecret(site, 'outside-payment', 'no-longer-good', work);
      const line = await recovered(site, application, (words) => words.includes('缴费'));
      return { ...seen, citizen: undated(`${seen.citizen}。恢复并重试后：${line}`) };
    },
  });
  return [
    opened,
    paying('无，已缴', null),
    paying('回调丢失', 'lostCallback'),
    failing('中断', 'down'),
    failing('过慢', 'slow'),
    failing('被拒', 'refused'),
    failing('签名不被认可', null),
  ];
}

interface Sending {
  key: string;
  secret?: string;
  at?: string;
  tamper?: boolean;
}
/** What the tax office's system is answered. */
async function sendEvent(
  { product }: FaultSite,
  { key, secret = secretOf(outsideSecret, 'outside-tax'), at = product.clock.now, tamper }: Sending,
) {
  const body = Buffer.from(JSON.stringify({ message: 'tax_paid', key: mother }));
  const signature = signatureOf(secret, at, key, body);
  const headers = { 'idempotency-key': key, 'x-lianban-timestamp': at, 'x-lianban-signature': signature };
  const raw = tamper ? Buffer.from(JSON.stringify({ message: 'tax_paid', key: '110101199001011237' })) : body;
  const answer = await product.client.anonymous.send<EventAccepted & { title?: string }>('POST', `/api/events/${region}/tax`, {
    raw,
    headers,
  });
  return answer.status < 300 ? '已收下' : `拒收：${answer.body.title ?? answer.status}`;
}

const eventCells: Cell[] = (
  [
    ['无', (key: string): Sending[] => [{ key }]],
    ['签名不对', (key: string): Sending[] => [{ key, secret: 'guess' }]],
    ['内容被改过', (key: string): Sending[] => [{ key, tamper: true }]],
    ['时间太旧', (key: string): Sending[] => [{ key, at: new Date(Date.now() - 3_600_000).toISOString() }]],
    ['重放', (key: string): Sending[] => [{ key }, { key }]],
  ] as const
).map(
  ([fault, sendings], index): Cell => ({
    kind: '事件接入',
    fault,
    async see(site) {
      const application = await apply(site, doing.event!);
      await decide(site, application);
      await until('the wait', async () => lineOf(await trackingOf(site, application)) !== '卫生健康局正在办理');
      const answers: string[] = [];
      for (const sending of sendings(`event-${index}-${application.caseNo}`)) answers.push(await sendEvent(site, sending));
      const isHeard = answers[0] === '已收下';
      if (isHeard) await until('the end', async () => (await trackingOf(site, application)).status === 'completed');
      // A refused event does nothing: a while later the case stands where it stood.
      else await sleep(300);
      const seen = { citizen: trackingWords(await trackingOf(site, application)), officer: lineOf(await casePageOf(site, application)) };
      if (!isHeard) {
        await sendEvent(site, { key: `after-${index}-${application.caseNo}` });
        await until('the end', async () => (await trackingOf(site, application)).status === 'completed');
      }
      return { ...seen, keeper: `发来方收到：${answers.join('，再次：')}` };
    },
  }),
);

export const cells: readonly Cell[] = [
  ...registerCells('HTTP，HMAC 签名', 'hmac', '/ga/population', 'ga'),
  ...registerCells('HTTP，API 密钥', 'apiKey', '/mz/marriage', 'mz'),
  ...registerCells('HTTP，OAuth 2', 'oauth2', '/gjj/v2/zhxx', 'gjj'),
  ...sqlCells,
  ...batchCells,
  ...assistCells,
  ...sampleCells,
  ...eventCells,
  ...paymentCells(),
  ...deedCells('电子印章', 'seal', '/seal/documents', 'seal'),
  ...deedCells('寄递', 'courier', '/courier/parcels', 'courier'),
  ...smsCells,
];
