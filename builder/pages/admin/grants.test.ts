import { describe, expect, it } from 'vitest';
import { type GrantDraft, grantDrafts, grantInputs, grantProblems, sameGrants } from './grants.ts';

const draft = (role: GrantDraft['role'], department = '', region = '330424'): GrantDraft => ({
  key: crypto.randomUUID(),
  region,
  role,
  department,
});

describe('grants', () => {
  it('go to the server as they came, without an empty department', () => {
    const grants = [
      { region: '330424', regionName: '海盐县', role: 'officer' as const, department: 'ga' },
      { region: '330424', regionName: '海盐县', role: 'admin' as const },
    ];
    expect(grantInputs(grantDrafts({ grants }))).toEqual([
      { region: '330424', role: 'officer', department: 'ga' },
      { region: '330424', role: 'admin' },
    ]);
  });
  it('say which row lacks a department and which is there twice', () => {
    expect(
      grantProblems([
        draft('officer'),
        draft('officer', 'ga'),
        draft('officer', 'ga'),
        draft('officer', 'ga', '331002'),
        draft('keeper'),
        draft('designer'),
      ]),
    ).toEqual(['admin.grant.needsDepartment', undefined, 'admin.grant.twice', undefined, 'admin.grant.needsDepartment', undefined]);
  });
  it('are the same in any order', () => {
    expect(sameGrants([draft('admin'), draft('officer', 'ga')], [draft('officer', 'ga'), draft('admin')])).toBe(true);
    expect(sameGrants([draft('admin')], [draft('designer')])).toBe(false);
  });
});
