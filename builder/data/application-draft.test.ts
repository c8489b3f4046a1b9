import { describe, expect, it } from 'vitest';
import type { DataProposal } from '../../schemas/generated/api.ts';
import { draftOf, draftProblems, sentOf, toggleExtra } from './application-draft.ts';

const zh = (text: string) => ({ 'zh-CN': text });
const field = (id: string, minimum: boolean): DataProposal['fields'][number] => ({
  id,
  name: zh(id),
  type: 'string',
  sensitivity: 2,
  minimum,
  granted: false,
});
const proposal = {
  purpose: { 'zh-CN': '办理出生登记', en: 'Birth registration' },
  legalBasis: zh('户口登记条例第七条'),
  perDay: 200,
  fields: [field('name', true), field('address', false), field('phone', false)],
};

describe('an application', () => {
  it('is ready to send as it is proposed, with the minimum and no reasons', () => {
    const draft = draftOf(proposal);

    expect(draftProblems(draft, proposal.fields)).toEqual({});
    expect(sentOf(draft, proposal)).toEqual({
      purpose: proposal.purpose,
      legalBasis: proposal.legalBasis,
      fields: [{ id: 'name' }],
      perDay: 200,
    });
  });

  it('wants a reason of its own for each field on top of the minimum', () => {
    const draft = toggleExtra(toggleExtra(draftOf(proposal), 'address'), 'phone');
    const reasoned = { ...draft, extra: { ...draft.extra, address: ' 寄送证件 ' } };

    expect(draftProblems(reasoned, proposal.fields)).toEqual({ 'reason.phone': 'data.apply.reasonNeeded' });
    expect(sentOf(toggleExtra(reasoned, 'phone'), proposal).fields).toEqual([{ id: 'name' }, { id: 'address', reason: '寄送证件' }]);
  });

  it('drops the English of a purpose that was written anew', () => {
    expect(sentOf({ ...draftOf(proposal), purpose: '寄送证件' }, proposal).purpose).toEqual(zh('寄送证件'));
  });

  it('is not sent without purpose, basis, a number of reads or a single field', () => {
    const empty = { purpose: ' ', legalBasis: '', extra: {}, perDay: '0.5' };

    expect(Object.keys(draftProblems(empty, [field('address', false)])).toSorted()).toEqual(['fields', 'legalBasis', 'perDay', 'purpose']);
  });
});
