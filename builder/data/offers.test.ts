import { describe, expect, it } from 'vitest';
import type { DataContract, DataResource } from '../../schemas/generated/documents.ts';
import { createEditor } from '../editing/editor.ts';
import { samplePackage } from '../editing/testing/package.ts';
import { fillsAsking, keysFor, knownUse, offersFor, sourceOf, stepsReading, ungranted } from './offers.ts';

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

describe('data for a question', () => {
  it('is found by data element first and by name after it, and never among what is not shared', () => {
    const pkg = samplePackage();
    const secret: DataResource = { ...population, id: 'ga/secret', sharing: 'notShared' };
    const namesake: DataResource = { ...population, id: 'mz/name', fields: { n: { name: zh('姓 名'), type: 'string', sensitivity: 2 } } };

    expect(
      offersFor(pkg, 'mother.name', [secret, namesake, population]).map(({ resource, field, fit }) => [resource.id, field, fit]),
    ).toEqual([
      ['ga/population', 'xm', 'element'],
      ['mz/name', 'n', 'name'],
    ]);
    expect(offersFor(pkg, 'mother.region', [population]).map(({ fit }) => fit)).toEqual(['name']);
    expect(offersFor(pkg, 'nobody.here', [population])).toEqual([]);
  });

  it('is looked up by a value of the same person, and a key nothing fits stays open', () => {
    const pkg = samplePackage();

    expect(keysFor(pkg, 'mother', population)).toEqual({ number: 'mother.idNumber' });
    expect(keysFor(pkg, 'baby', population)).toEqual({});
  });

  it('joins the use there is of the same record, names its steps, and undo takes all of it back', () => {
    const editor = createEditor({ document: samplePackage() });
    const before = JSON.stringify(editor.state().document);
    const keys = { number: 'mother.idNumber' };
    const entry = { name: zh('人口'), resource: population.id, keys, provides: { xm: 'mother.name' }, fallback: 'ask' as const };

    editor.execute('data.add', {
      id: 'd_new',
      entry,
      resource: population,
      fills: fillsAsking(editor.state().document, 'mother.name'),
    });

    const pkg = editor.state().document;
    expect(pkg.resources['ga/population']).toEqual(population);
    expect(knownUse(pkg, population.id, keys)?.[0]).toBe('d_new');
    expect(sourceOf(pkg, 'mother.name')).toMatchObject({ id: 'd_new', field: 'xm' });
    expect(stepsReading(pkg, 'd_new')).toEqual(['n_fill']);
    editor.undo();
    expect(JSON.stringify(editor.state().document)).toBe(before);
  });

  it('has to be applied for as far as no grant in force covers it', () => {
    const use = {
      name: zh('人口'),
      rank: 'V',
      resource: population.id,
      contract: 'c',
      keys: {},
      provides: { xm: 'mother.name', hj: 'mother.region' },
      fallback: 'ask' as const,
    };
    const contract: DataContract = {
      format: 'lianban.data-contract/1',
      id: 'c',
      resource: population.id,
      scenario: 'sample',
      purpose: zh('办理'),
      legalBasis: zh('条例'),
      fields: ['xm'],
      quotaPerDay: 10,
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      status: 'granted',
    };

    expect(ungranted(use, { c: contract })).toEqual(['hj']);
    expect(ungranted(use, { c: { ...contract, status: 'suspended' } })).toEqual(['xm', 'hj']);
    expect(ungranted(use, {})).toEqual(['xm', 'hj']);
  });

  it('is let go of together with its place in the steps', () => {
    const editor = createEditor({ document: samplePackage() });
    const entry = { name: zh('人口'), resource: population.id, keys: {}, provides: { xm: 'mother.name' }, fallback: 'ask' as const };
    editor.execute('data.add', { id: 'd_new', entry, resource: population, fills: ['n_fill'] });

    editor.execute('data.delete', { id: 'd_new' });

    const { scenario } = editor.state().document;
    expect(scenario.data).toEqual({});
    expect(scenario.nodes.n_fill).not.toHaveProperty('prefill');
  });
});
