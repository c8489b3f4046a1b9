/** What `npm start` prints when everything runs: where to go and who to be. */
import type { Config } from '../config/config.ts';

interface Welcome {
  config: Config;
  password: string;
  seconds: number;
  dataDir: string;
  /** Of the embedded server, when there is one. */
  databaseDir?: string;
}

/** Demo accounts in the order of the ten-minute walk in README.md. */
export const demoAccounts = [
  { username: 'designer', place: '/studio', who: '海盐县改革办 reform office: designs and publishes' },
  { username: 'mother', place: '/go', who: '申请人 applicant, everything on file' },
  { username: 'father', place: '/go', who: '其配偶 her husband: gives consent' },
  { username: 'newcomer', place: '/go', who: '申请人 applicant, nothing on file' },
  { username: 'clerk', place: '/go', who: '督查交办人 opens a key task (then zfb and the units at /work)' },
  { username: 'reporter', place: '/go', who: '群众 reports an event (then wg, cs, zd, zz at /work)' },
  { username: 'boss', place: '/go', who: '餐饮店负责人 opens a restaurant (boss.new: nothing on file)' },
  { username: 'elder', place: '/go', who: '退休人员 retired, insured in the other county (异地通办)' },
  { username: 'wj', place: '/work', who: '卫生健康局 health' },
  { username: 'cdc', place: '/work', who: '疾控中心 disease control' },
  { username: 'ga', place: '/work', who: '公安局 public security (ga2: a colleague)' },
  { username: 'rs', place: '/work', who: '人社局 human resources' },
  { username: 'yb', place: '/work', who: '医保局 medical insurance' },
  { username: 'sc', place: '/work', who: '市场监管局 market supervision (xf, cg, zj, st: the other desks of a restaurant)' },
  { username: 'xfj', place: '/work', who: '信访局 petition office (民呼我为; zw: 政务服务中心 the service centre, 异地通办)' },
  { username: 'admin', place: '/admin', who: '县管理员 administrator' },
] as const;

export function welcome({ config, password, seconds, dataDir, databaseDir }: Welcome): string {
  const address = config.publicUrl;
  const accounts = demoAccounts.map(({ username, place, who }) => `  ${username.padEnd(10)} ${place.padEnd(8)} ${who}`);
  return [
    '',
    `联办 Lianban is running (${seconds.toFixed(1)} s).  Stop it with Ctrl-C.`,
    '',
    `  搭场景 studio   ${address}/studio`,
    `  办事 portal     ${address}/go`,
    `  办件 workbench  ${address}/work`,
    `  管理 admin      ${address}/admin`,
    '',
    ...(config.demo
      ? [
          `Demo accounts, all with the password  ${password}`,
          ...accounts,
          '',
          'In the other county, 椒江区: the same names ending in .jj, for example ga.jj',
          '',
        ]
      : []),
    `Data and logs: ${dataDir}`,
    ...(databaseDir && !databaseDir.startsWith(dataDir) ? [`Database: ${databaseDir}`] : []),
  ].join('\n');
}
