/** Pensions paid, as the labour department's system knows them. */
import { idCheckDigit } from '../people.ts';
import { answer, type Part, refusal, textOf } from './part.ts';

const elderId = '33100219580316002';
/** Retired: insured in one county, living with her daughter in another. The register of people knows her. */
export const demoElder = { name: '钱桂芳', idNumber: `${elderId}${idCheckDigit(elderId)}`, mobile: '13800000021' };
const address = '浙江省嘉兴市海盐县武原街道枣园中路 27 号';
const entry = JSON.stringify({
  name: demoElder.name,
  sex: '2',
  birthDate: '1958-03-16',
  ethnicity: '01',
  nationality: 'CHN',
  education: '70',
  residenceAddress: address,
  hukouRegion: '331002',
  hukouAddress: '浙江省台州市椒江区海门街道解放南路 12 号',
  mobile: demoElder.mobile,
});

export const pension: Part = {
  prefix: '/pension/',
  schema: `
CREATE TABLE IF NOT EXISTS pensions (id_number text PRIMARY KEY, state text NOT NULL, verified_on date NOT NULL);
INSERT INTO pensions VALUES ('${demoElder.idNumber}', 'paying', '2025-11-03') ON CONFLICT DO NOTHING;
INSERT INTO register_population (id_number, seq, record) VALUES ('${demoElder.idNumber}', 0, '${entry}') ON CONFLICT DO NOTHING;`,
  async answer({ method, path, body, headers, fault }, { pool, authenticator }) {
    if (path !== '/pension/records' || method !== 'POST') return refusal(404, 'no such service');
    if (!authenticator.byKey(textOf(headers['x-api-key']), 'outside-rs')) return refusal(401, 'unknown key');
    const { idNumber } = JSON.parse(body) as Record<string, unknown>;
    if (typeof idNumber !== 'string') return refusal(400, 'idNumber is missing');
    if (fault === 'noRecord') return answer(200, { records: [] });
    const { rows } = await pool.query(
      `SELECT state AS "pensionState", to_char(verified_on, 'YYYY-MM-DD') AS "verifiedOn" FROM pensions WHERE id_number = $1`,
      [idNumber],
    );
    return answer(200, { records: fault === 'severalRecords' ? [...rows, ...rows] : rows });
  },
};
