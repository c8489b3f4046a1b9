/** The outside world's own PostgreSQL: registers of the departments, received effects, and a count of every call. */
import pg from 'pg';
import { type Firm, makeFirms } from './enterprise/firms.ts';
import { demoPopulation, enterpriseRows } from './enterprise/registers.ts';
import { enterpriseRegisters } from './enterprise/services.ts';
import { type Family, makeFamilies, randomFrom } from './people.ts';

/** One register each, keyed by ID number, credit code or certificate; `seq` lets one stand in it twice, which is one of the ways data is dirty. */
export const registers = [
  'population',
  'household',
  'marriage',
  'birth',
  'socialCard',
  'maternityInsurance',
  'settlement',
  'employer',
  ...enterpriseRegisters,
] as const;
export type Register = (typeof registers)[number];

const table = (register: Register) => `register_${register.toLowerCase()}`;

const schema = `
CREATE TABLE IF NOT EXISTS made (at timestamptz PRIMARY KEY, today date NOT NULL);
${registers.map((name) => `CREATE TABLE IF NOT EXISTS ${table(name)} (id_number text NOT NULL, seq smallint NOT NULL, record jsonb NOT NULL, PRIMARY KEY (id_number, seq));`).join('\n')}
CREATE TABLE IF NOT EXISTS calls (key text NOT NULL, service text NOT NULL, calls integer NOT NULL, performed integer NOT NULL, first_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (service, key));
CREATE TABLE IF NOT EXISTS messages (key text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), recipient text NOT NULL, words text NOT NULL);
CREATE TABLE IF NOT EXISTS seals (key text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), number text NOT NULL, sha256 text NOT NULL, seal_id text NOT NULL);
CREATE TABLE IF NOT EXISTS faults (service text PRIMARY KEY, fault text NOT NULL);
`;

export interface OutsideOptions {
  url: string;
  today: string;
  families?: number;
  seed?: number;
}
export interface OutsideDatabase {
  pool: pg.Pool;
  find(register: Register, idNumber: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens the database; an empty one is filled once, in one transaction, so that a kill leaves none or all of it. */
export async function openOutside({ url, today, families = 2600, seed = 20260401 }: OutsideOptions): Promise<OutsideDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 12, application_name: 'lianban-outside' });
  pool.on('error', () => {});
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('lianban-outside'))");
    await client.query(schema);
    const { rowCount } = await client.query('SELECT 1 FROM made');
    if (!rowCount) {
      await fill(client, makeFamilies({ seed, count: families, today }), seed);
      await client.query('INSERT INTO made VALUES (now(), $1)', [today]);
    }
    await fillFirms(client, { families, today, seed });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
  return {
    pool,
    async find(register, idNumber) {
      const { rows } = await pool.query({
        name: `find_${register}`,
        text: `SELECT record FROM ${table(register)} WHERE id_number = $1 ORDER BY seq LIMIT 5`,
        values: [idNumber],
      });
      return rows.map((row: { record: Record<string, unknown> }) => row.record);
    },
    close: () => pool.end(),
  };
}

/** Firms came later than families: a database of an earlier release gets them when it is opened. */
async function fillFirms(
  client: pg.PoolClient,
  { families, today, seed }: { families: number; today: string; seed: number },
): Promise<void> {
  const { rowCount } = await client.query(`SELECT 1 FROM ${table('legalPerson')} LIMIT 1`);
  if (rowCount) return;
  const firms: Firm[] = makeFirms({ seed, leaders: leadersOf(makeFamilies({ seed, count: families, today })), today });
  for (const [register, rows] of enterpriseRows(firms, seed)) await insertRows(client, register, rows);
  const people = demoPopulation();
  await insertRows(
    client,
    'population',
    people.map(({ idNumber, record }) => [idNumber, 0, JSON.stringify(record)]),
  );
}

/** Every fourth head of a household leads a firm; the demo's families do not. */
function leadersOf(families: Family[]) {
  return families
    .slice(8)
    .flatMap(({ head, region }, index) => (index % 4 === 0 ? [{ idNumber: head.idNumber, name: head.name, region }] : []));
}

async function insertRows(client: pg.PoolClient, register: Register, rows: readonly Row[]): Promise<void> {
  await client.query(
    `INSERT INTO ${table(register)} (id_number, seq, record) SELECT * FROM unnest($1::text[], $2::smallint[], $3::jsonb[]) ON CONFLICT DO NOTHING`,
    [rows.map((row) => row[0]), rows.map((row) => row[1]), rows.map((row) => row[2])],
  );
}

type Row = [idNumber: string, seq: number, record: string];

async function fill(client: pg.PoolClient, families: Family[], seed: number): Promise<void> {
  const rows = Object.fromEntries(registers.map((name) => [name, [] as Row[]])) as Record<Register, Row[]>;
  const dirty = randomFrom(seed ^ 0x5eed);
  for (const [index, family] of families.entries()) {
    // The first families belong to the demo accounts and stay clean.
    const add = (register: Register, idNumber: string, record: object) =>
      addRecord(rows[register], idNumber, record, index < 8 ? 1 : dirty());
    addFamily(add, family);
  }
  for (const register of registers) await insertRows(client, register, rows[register]);
}

/** Two records of a hundred are dirty, a third of them each: missing, standing there twice, or contradicting the other registers. */
function addRecord(rows: Row[], idNumber: string, record: object, roll: number): void {
  if (roll < 0.0067) return;
  const first = roll >= 0.0133 && roll < 0.02 ? contradicting(record) : record;
  rows.push([idNumber, 0, JSON.stringify(first)]);
  if (roll >= 0.0067 && roll < 0.0133) rows.push([idNumber, 1, JSON.stringify(contradicting(record))]);
}

/** Still of the right types, but wrong: as when one register was not told of a move. */
function contradicting(record: object): object {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (key === 'name' || key === 'spouseName' || key === 'householdHead') return [key, `${String(value).slice(0, 1)}某`];
      if (key.endsWith('Address')) return [key, `${String(value)}（旧址）`];
      if (key === 'monthlyBase' || key === 'totalExpense') return [key, '1.00'];
      return [key, value];
    }),
  );
}

function addFamily(add: (register: Register, idNumber: string, record: object) => void, family: Family): void {
  for (const person of family.members) {
    const { idNumber, ...rest } = person;
    add('population', idNumber, { idNumber, ...rest });
    add('household', idNumber, {
      householdNumber: family.householdNumber,
      householdHead: family.head.name,
      householdType: family.householdType,
      registeredAddress: person.hukouAddress,
      hukouRegion: person.hukouRegion,
    });
  }
  const { couple, birth, insurance, card } = family;
  if (!couple) return;
  const pairs = [
    [couple.wife, couple.husband],
    [couple.husband, couple.wife],
  ] as const;
  for (const [person, spouse] of pairs) {
    add('marriage', person.idNumber, {
      marriageNumber: couple.marriageNumber,
      marriedOn: couple.marriedOn,
      spouseName: spouse.name,
      spouseIdNumber: spouse.idNumber,
      spouseNationality: spouse.nationality,
    });
    if (card) add('socialCard', person.idNumber, card);
  }
  if (insurance) add('maternityInsurance', couple.wife.idNumber, insurance);
  if (insurance?.employerCode) add('employer', insurance.employerCode, { name: insurance.employerName, uscc: insurance.employerCode });
  if (birth) {
    const { admittedOn, dischargedOn, totalExpense, ...record } = birth;
    add('birth', couple.wife.idNumber, {
      ...record,
      fatherDeclared: true,
      fatherMobile: couple.husband.mobile,
      fatherEthnicity: couple.husband.ethnicity,
    });
    add('settlement', couple.wife.idNumber, { admittedOn, dischargedOn, totalExpense });
  }
}
