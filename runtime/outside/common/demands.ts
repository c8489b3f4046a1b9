/** The petition office's platform: standard answers by topic, and what is under way in a town about a topic. It is never asked about a person. */
import { answer, type Part, refusal, textOf } from './part.ts';

const lookups: Record<string, { keys: string[]; sql: string }> = {
  '/xfj/knowledge': { keys: ['topic'], sql: 'SELECT answer FROM knowledge WHERE topic = $1' },
  '/xfj/open-demands': {
    keys: ['town', 'topic'],
    sql: `SELECT number, words, to_char(now() AT TIME ZONE 'Asia/Shanghai' - make_interval(days => days_ago), 'YYYY-MM-DD') AS since
          FROM open_demands WHERE town = $1 AND topic = $2 ORDER BY days_ago`,
  },
};

export const demands: Part = {
  prefix: '/xfj/',
  schema: `
CREATE TABLE IF NOT EXISTS knowledge (topic text PRIMARY KEY, answer text NOT NULL);
INSERT INTO knowledge VALUES
  ('housing', '物业维修先找物业服务企业，24 小时没有回应的，向镇（街道）物业办反映；维修资金向住建局窗口申请。'),
  ('trade', '七日内无理由退货、三包期限和过期食品的赔偿，凭小票或者支付记录找商家；商家不处理的，在这里投诉。'),
  ('wages', '拖欠工资的，准备好身份证、工资约定和考勤，当天就能在劳动保障监察窗口登记。')
ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS open_demands (number text PRIMARY KEY, town text NOT NULL, topic text NOT NULL, words text NOT NULL, days_ago integer NOT NULL);
INSERT INTO open_demands VALUES
  ('RX20261119000045', '武原街道', 'street', '枣园中路路灯整条不亮', 4),
  ('RX20260801000012', '百步镇', 'pollution', '河道有异味', 114)
ON CONFLICT DO NOTHING;`,
  async answer({ method, path, body, headers, fault }, { pool, authenticator }) {
    const lookup = Object.hasOwn(lookups, path) ? lookups[path] : undefined;
    if (!lookup || method !== 'POST') return refusal(404, 'no such service');
    if (!authenticator.byKey(textOf(headers['x-api-key']), 'outside-xfj')) return refusal(401, 'unknown key');
    const asked = JSON.parse(body) as Record<string, unknown>;
    if (lookup.keys.some((key) => typeof asked[key] !== 'string')) return refusal(400, `${lookup.keys.join(' and ')} are needed`);
    if (fault === 'noRecord') return answer(200, { records: [] });
    const { rows } = await pool.query(
      lookup.sql,
      lookup.keys.map((key) => asked[key]),
    );
    return answer(200, { records: fault === 'severalRecords' ? [...rows, ...rows] : rows.slice(0, 1) });
  },
};
