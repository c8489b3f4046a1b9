import { describe, expect, it } from 'vitest';
import type { DataRights } from '../../schemas/generated/api.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { standIns } from './stand-ins.ts';

const zh = (text: string) => ({ 'zh-CN': text });
const rights = (status?: string): DataRights =>
  ({
    contracts: status ? { c: { status, resource: 'ga/population', fields: ['xm'] } } : {},
    applications: {},
  }) as unknown as DataRights;

function waiting() {
  const pkg = samplePackage();
  pkg.resources['ga/population'] = {
    format: 'lianban.data-resource/1',
    id: 'ga/population',
    name: zh('人口'),
    answers: zh('叫什么'),
    owner: { department: 'ga' },
    sharing: 'conditional',
    connection: 'ga',
    keys: {},
    fields: { xm: { name: zh('姓名'), type: 'string', sensitivity: 2 } },
    cardinality: 'one',
    samples: [{ xm: '林晓' }],
  };
  pkg.scenario.data = {
    d_people: {
      name: zh('人口'),
      rank: 'V',
      resource: 'ga/population',
      contract: 'c',
      keys: {},
      provides: { xm: 'mother.name' },
      fallback: 'ask',
    },
  };
  return pkg;
}

describe('samples that stand in', () => {
  it('answer for what may not be read yet', () => {
    expect(standIns(waiting(), rights(), [])).toEqual({ d_people: { xm: '林晓' } });
    expect(standIns(waiting(), rights('suspended'), [])).toEqual({ d_people: { xm: '林晓' } });
  });

  it('keep out of the way of a grant, of what the case says, and of rights nobody knows yet', () => {
    expect(standIns(waiting(), rights('granted'), [])).toEqual({});
    expect(standIns(waiting(), rights(), ['d_people'])).toEqual({});
    expect(standIns(waiting(), undefined, [])).toEqual({});
  });
});
