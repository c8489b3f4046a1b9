/** Sentences about questions to the owners of data. */
import type { SettledView } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Settled } from '../../engine/types.ts';
import { english, row, say } from '../cases/words.ts';

const problems: Record<string, Text> = {
  down: say('接口暂时不可用', 'The interface is not available'),
  timeout: say('接口没有及时答复', 'The interface did not answer in time'),
  late: say('接口没有及时答复', 'The interface did not answer in time'),
  noRecord: say('接口查无记录', 'The interface found no record'),
  severalRecords: say('接口查到多条记录，无法确定是哪一条', 'The interface found several records'),
  invalid: say('接口给出的数据不符合约定', 'The interface gave data that does not fit'),
  quota: say('今日调用次数已用完', 'The number of reads agreed for today is used up'),
  empty: say('接口给出的这一项是空的', 'The interface left this empty'),
  denied: say('接口拒绝了查询', 'The interface refused the read'),
  refused: say('申请人不同意读取', 'The applicant did not agree to the read'),
};

/** Why a person is asked. */
export function whyWords(problem: string): Text {
  return problems[problem] ?? say('接口没有给出数据', 'The interface gave no data');
}

/** 请提供：户号、户主姓名 */
export function questionWords(own: Text | undefined, labels: readonly Text[]): Text {
  if (own) return own;
  const names = row(labels);
  return say(`请查询后提供：${names['zh-CN']}`, `Please look up: ${english(names)}`);
}

export const assistSteps = {
  opened: say('收到协查请求', 'The question arrived'),
  urged: say('发起部门催办', 'The asking desk urged'),
  escalated: say('逾期未答复，已报送本地督查', 'Overdue: the supervisors were told'),
  answered: say('已提供数据', 'Data given'),
  noRecord: say('答复查无记录', 'Answered: no record'),
  refused: say('不予提供', 'Refused'),
  withdrawn: say('发起部门已不需要', 'No longer needed'),
};

/** A decision about a contested value, as desks and the applicant read it. The applicant is told no names. */
export function settledView({ use, reason, by, at, owner }: Settled, named: boolean): SettledView {
  return { use, reason, by: named ? (by.name ?? '') : '', at, ...(owner ? { owner } : {}) };
}
