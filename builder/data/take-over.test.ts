import { describe, expect, it } from 'vitest';
import type { DataResource } from '../../schemas/generated/documents.ts';
import { createEditor } from '../editing/editor.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { openKeys, takeOver } from './take-over.ts';

const zh = (text: string) => ({ 'zh-CN': text });
const population: DataResource = {
  format: 'lianban.data-resource/1',
  id: 'ga/population',
  name: zh('人口基础信息'),
  answers: zh('一个人叫什么'),
  owner: { department: 'ga' },
  sharing: 'conditional',
  connection: 'ga',
  keys: { number: { name: zh('公民身份号码'), element: 'idNumber', sensitivity: 4 } },
  fields: { xm: { name: zh('姓名'), element: 'name', sensitivity: 2 }, hj: { name: zh('户籍地'), type: 'string', sensitivity: 2 } },
  cardinality: 'one',
};

describe('taking a value from data', () => {
  it('makes a use that asks for consent, names its contract beforehand and is read where the question stands', () => {
    const made = takeOver(samplePackage(), 'mother.name', { resource: population, field: 'xm' });

    expect(made).toEqual({
      existing: false,
      id: 'd_population',
      entry: {
        name: zh('人口基础信息'),
        resource: 'ga/population',
        contract: 'sample/ga-population',
        keys: { number: 'mother.idNumber' },
        provides: { xm: 'mother.name' },
        consent: true,
        fallback: 'ask',
      },
      fills: ['n_fill'],
    });
  });

  it('adds a field to the use there is of the same record', () => {
    const editor = createEditor({ document: samplePackage() });
    const first = takeOver(editor.state().document, 'mother.name', { resource: population, field: 'xm' });
    if (first.existing) throw new Error('nothing was there');
    editor.execute('data.add', { id: first.id, entry: first.entry, resource: population, fills: first.fills });

    expect(takeOver(editor.state().document, 'mother.region', { resource: population, field: 'hj' })).toEqual({
      existing: true,
      id: 'd_population',
      contract: 'sample/ga-population',
      provides: { xm: 'mother.name', hj: 'mother.region' },
    });
  });

  it('says which key no question answers', () => {
    expect(openKeys(samplePackage(), 'mother.name', population)).toEqual([]);
    expect(openKeys(samplePackage(), 'baby.name', population)).toEqual([zh('公民身份号码')]);
  });
});
