/** Registers of three one-thing services: closing a firm, what follows a death, and building projects. All people and firms are synthetic. */
import { idCheckDigit, usccCheckDigit } from '../people.ts';
import { lookupPart } from './lookups.ts';

const usccOf = (first17: string) => `${first17}${usccCheckDigit(first17)}`;
const idOf = (first17: string) => `${first17}${idCheckDigit(first17)}`;
const firms = [usccOf('91330424MA2CX8N2T'), usccOf('91331002MA2CX8N2T')];

/** The demo's firms, both clean: filed with customs, three seals, nothing owed. */
export const closing = lookupPart({
  prefix: '/closing/',
  schema: `
CREATE TABLE IF NOT EXISTS closing_firms (uscc text PRIMARY KEY, abnormal boolean NOT NULL, frozen boolean NOT NULL, pending boolean NOT NULL,
  declarant boolean NOT NULL, seals integer NOT NULL, arrears numeric(12,2) NOT NULL);
INSERT INTO closing_firms VALUES ${firms.map((uscc) => `('${uscc}', false, false, false, true, 3, 0)`).join(', ')} ON CONFLICT DO NOTHING;`,
  lookups: {
    '/closing/status': {
      connection: 'sc',
      auth: 'hmac',
      keys: ['uscc'],
      sql: 'SELECT abnormal, frozen, pending FROM closing_firms WHERE uscc = $1',
    },
    '/closing/declarant': {
      connection: 'hg',
      auth: 'apiKey',
      keys: ['uscc'],
      sql: 'SELECT declarant AS registered FROM closing_firms WHERE uscc = $1',
    },
    '/closing/seals': { connection: 'ga', auth: 'hmac', keys: ['uscc'], sql: 'SELECT seals AS count FROM closing_firms WHERE uscc = $1' },
    '/closing/arrears': {
      connection: 'rs',
      auth: 'apiKey',
      keys: ['uscc'],
      sql: 'SELECT arrears > 0 AS arrears, arrears::text AS amount FROM closing_firms WHERE uscc = $1',
    },
  },
});

/** Died in hospital, a natural death; insured, with a licence and a housing-fund account. */
export const demoDeceased = { name: '林松涛', idNumber: idOf('33042419420315001') };
/** Died at home: no hospital has said of what. */
export const demoDiedAtHome = { name: '许大江', idNumber: idOf('33042419380706001') };
const address = '浙江省嘉兴市海盐县武原街道枣园中路 18 号';
const entryOf = ({ name, idNumber }: { name: string; idNumber: string }) =>
  JSON.stringify({
    name,
    sex: '1',
    birthDate: `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`,
    ethnicity: '01',
    nationality: 'CHN',
    education: '80',
    residenceAddress: address,
    hukouRegion: '330424',
    hukouAddress: address,
    mobile: '13800000041',
  });
const householdOf = ({ name }: { name: string }, number: string) =>
  JSON.stringify({
    householdNumber: number,
    householdHead: name,
    householdType: 'family',
    registeredAddress: address,
    hukouRegion: '330424',
  });

const byId = (connection: string, auth: 'apiKey' | 'hmac', columns: string, from = 'farewell') => ({
  connection,
  auth,
  keys: ['idNumber'],
  sql: `SELECT ${columns} FROM ${from} WHERE id_number = $1`,
});

export const farewell = lookupPart({
  prefix: '/farewell/',
  schema: `
CREATE TABLE IF NOT EXISTS farewell (id_number text PRIMARY KEY, cause text, died_days_ago integer, place text, licence text, medical boolean NOT NULL,
  insured boolean NOT NULL, fund text, groups text[] NOT NULL);
INSERT INTO farewell VALUES
  ('${demoDeceased.idNumber}', 'normal', 2, 'hospital', '${demoDeceased.idNumber}', true, true, '3304240012345', '{}'),
  ('${demoDiedAtHome.idNumber}', 'unknown', 1, 'home', NULL, false, false, NULL, '{}')
ON CONFLICT DO NOTHING;
INSERT INTO register_population (id_number, seq, record) VALUES
  ('${demoDeceased.idNumber}', 0, '${entryOf(demoDeceased)}'), ('${demoDiedAtHome.idNumber}', 0, '${entryOf(demoDiedAtHome)}') ON CONFLICT DO NOTHING;
INSERT INTO register_household (id_number, seq, record) VALUES
  ('${demoDeceased.idNumber}', 0, '${householdOf(demoDeceased, '330424000018')}'), ('${demoDiedAtHome.idNumber}', 0, '${householdOf(demoDiedAtHome, '330424000019')}')
ON CONFLICT DO NOTHING;`,
  lookups: {
    '/farewell/death-record': byId(
      'wj',
      'apiKey',
      `cause, to_char((now() AT TIME ZONE 'Asia/Shanghai')::date - died_days_ago, 'YYYY-MM-DD') AS "diedOn", place`,
    ),
    '/farewell/driver': byId('jj', 'apiKey', 'licence', '(SELECT * FROM farewell WHERE licence IS NOT NULL) AS licences'),
    '/farewell/medical-account': byId('yb', 'hmac', 'medical AS account'),
    '/farewell/pension-insured': byId('rs', 'apiKey', 'insured'),
    '/farewell/fund-account': byId('gjj', 'apiKey', 'fund AS account', '(SELECT * FROM farewell WHERE fund IS NOT NULL) AS funds'),
    '/farewell/groups': byId('mz', 'apiKey', 'groups'),
  },
});

export const works = lookupPart({
  prefix: '/works/',
  schema: `
CREATE TABLE IF NOT EXISTS works (code text PRIMARY KEY, name text NOT NULL, address text NOT NULL, permit_no text NOT NULL);
INSERT INTO works VALUES
  ('2603-330424-04-01-118206', '城西邻里中心二期', '海盐县武原街道海滨西路 118 号', '建字第 330424202500118 号'),
  ('2603-331002-04-01-220417', '海生餐饮总部', '台州市椒江区海门街道中山东路 12 号', '建字第 331002202500071 号')
ON CONFLICT DO NOTHING;`,
  lookups: {
    '/works/project': {
      connection: 'zj',
      auth: 'apiKey',
      keys: ['code'],
      sql: 'SELECT name, address, permit_no AS "permitNo" FROM works WHERE code = $1',
    },
  },
});
