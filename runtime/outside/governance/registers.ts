/** The government office's register of directives, the data platform's indicators, and the governance centre's grids and sensors. None is about people. */
import { createHash } from 'node:crypto';
import { isKnown, type Lookup, lookupPart } from '../common/lookups.ts';
import { answer, type Part, refusal } from '../common/part.ts';

const lookups: Record<string, Lookup> = {
  '/governance/directive': {
    connection: 'zfb',
    auth: 'hmac',
    keys: ['docNo'],
    sql: `SELECT title, to_char(issued_on, 'YYYY-MM-DD') AS "issuedOn", target FROM directives WHERE doc_no = $1`,
  },
  '/governance/indicator': {
    connection: 'sj',
    auth: 'apiKey',
    keys: ['indicatorNo'],
    sql: `SELECT value::float8 AS value, to_char(now() AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "asOf" FROM indicators WHERE indicator_no = $1`,
  },
  '/governance/place': {
    connection: 'zz',
    auth: 'apiKey',
    keys: ['village'],
    sql: 'SELECT town, grid FROM grids WHERE village = $1',
  },
  '/governance/device': {
    connection: 'zz',
    auth: 'apiKey',
    keys: ['device'],
    sql: 'SELECT place, village, town, grid FROM devices JOIN grids USING (village) WHERE device = $1',
  },
  // A village that had none of a kind had none: zero is an answer.
  '/governance/repeats': {
    connection: 'zz',
    auth: 'apiKey',
    keys: ['village', 'kind'],
    sql: 'SELECT coalesce((SELECT events FROM repeats WHERE village = $1 AND kind = $2), 0) AS repeats',
  },
};

export const governance = lookupPart({
  prefix: '/governance/',
  lookups,
  schema: `
CREATE TABLE IF NOT EXISTS directives (doc_no text PRIMARY KEY, title text NOT NULL, issued_on date NOT NULL, target text NOT NULL);
INSERT INTO directives VALUES
  ('盐政督〔2026〕12号', '城区内涝点整治', '2026-11-16', '汛期前完成 12 处易涝点整治'),
  ('盐政纪要〔2026〕31号', '老旧小区加装电梯', '2026-11-10', '年底前开工 40 台'),
  ('椒政督〔2026〕8号', '入海排口整治', '2026-11-12', '主要排口水质达标')
ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS indicators (indicator_no text PRIMARY KEY, value numeric NOT NULL);
INSERT INTO indicators VALUES ('NL-2026-01', 12), ('DT-2026-04', 36), ('PK-2026-02', 97.5) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS grids (village text PRIMARY KEY, town text NOT NULL, grid text NOT NULL);
INSERT INTO grids VALUES
  ('海滨社区', '武原街道', '海滨社区第三网格'), ('枣园社区', '武原街道', '枣园社区第一网格'), ('横港村', '百步镇', '横港村第二网格'),
  ('中山社区', '海门街道', '中山社区第一网格'), ('前所村', '前所街道', '前所村第四网格')
ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS devices (device text PRIMARY KEY, place text NOT NULL, village text NOT NULL);
INSERT INTO devices VALUES
  ('YW-0017', '海滨西路 88 号污水泵站', '海滨社区'), ('LD-2203', '枣园中路 22 号灯杆', '枣园社区'), ('SW-0102', '中山东路雨水井', '中山社区')
ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS repeats (village text, kind text, events integer NOT NULL, PRIMARY KEY (village, kind));
INSERT INTO repeats VALUES ('枣园社区', 'facility', 3), ('海滨社区', 'appearance', 1) ON CONFLICT DO NOTHING;`,
});

/** Who takes cases over, by connection, and how their numbers begin: the enforcement platform and the account service of the banks. */
const takers = [
  ['zf', 'ZF'],
  ['yh', 'YH'],
] as const;

/** What is handed over is taken once per key, and gets a number there. */
export const enforcement: Part = {
  prefix: '/cases',
  schema:
    'CREATE TABLE IF NOT EXISTS enforcement_cases (key text PRIMARY KEY, number text NOT NULL, body jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now());',
  async answer(request, context) {
    const { path, method, body, key, fault } = request;
    if (path !== '/cases' || method !== 'POST') return refusal(404, 'no such service');
    const taker = takers.find(([connection]) => isKnown(request, context, { connection, auth: 'hmac' }));
    if (!taker) return refusal(401, 'unknown key or wrong signature');
    if (!key) return refusal(400, 'an effect needs an idempotency-key');
    if (fault === 'refused') return refusal(422, 'not taken');
    const number = `${taker[1]}${createHash('sha256').update(key).digest('hex').slice(0, 12).toUpperCase()}`;
    const insert = 'INSERT INTO enforcement_cases (key, number, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING';
    await context.pool.query(insert, [key, number, body]);
    return answer(200, { number });
  },
};
