import type { MaterialSlot, MaterialWay } from '../../../schemas/generated/documents.ts';
import { at, atField, en, error, warning, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import { type SlotField, slotFields } from '../materials.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Materials: each slot is there, is asked for once, can be satisfied, and puts off nothing for private persons. */
export const materialSlots: Rule = (model) => {
  const fields = slotFields(model.pkg);
  return [
    ...fields.flatMap((field) => ofField(model, field)),
    ...Object.entries(model.pkg.scenario.materials ?? {}).flatMap(([id, slot]) => ofSlot(model, fields, id, slot)),
  ];
};

function ofField({ pkg, declared }: Model, { form, id, field, path }: SlotField): Finding[] {
  const where = atField(form.id, id, 'slot');
  if (!entry(pkg.scenario.materials, field.slot)) {
    return [
      error(
        'material-slot-missing',
        where,
        `没有编号为「${field.slot}」的材料：请在场景的材料清单里添加它，或改选已有的材料。`,
        `There is no material “${field.slot}”: add it to the scenario’s materials, or choose one that exists.`,
      ),
    ];
  }
  if (entry(declared, path)?.type === 'file') return [];
  return [
    error(
      'material-slot-no-file',
      where,
      `${zh(field.label, id)}不是附件类字段，不能对应材料：请把类型改为附件，或去掉材料。`,
      `${en(field.label, id)} is no file field and cannot hold a material: make it a file field, or take the material away.`,
    ),
  ];
}

function ofSlot(model: Model, fields: readonly SlotField[], id: string, slot: MaterialSlot): Finding[] {
  const own = fields.filter(({ field }) => field.slot === id);
  const name = [zh(slot.name), en(slot.name)] as const;
  const where = at('materials', id);
  const paths = new Set(own.map(({ path }) => path));
  const findings: Finding[] = [];
  if (own.length === 0)
    findings.push(
      warning(
        'material-slot-unused',
        where,
        `没有表单要求材料${name[0]}：请在表单的附件字段上选用它，或删除它。`,
        `No form asks for the material ${name[1]}: choose it on a file field of a form, or delete it.`,
      ),
    );
  if (paths.size > 1)
    findings.push(
      error(
        'material-slot-paths',
        where,
        `材料${name[0]}被几个不同的字段收取，申请人会被要求交几次：请让这些字段使用同一个对象和名称。`,
        `The material ${name[1]} is taken by several different fields, so people would hand it in twice: give those fields the same subject and name.`,
      ),
    );
  return [...findings, ...slot.accepts.flatMap((way, index) => ofWay(model, { id, index, name }, way))];
}

interface Place {
  id: string;
  index: number;
  name: readonly [string, string];
}

function ofWay(model: Model, { id, index, name }: Place, way: MaterialWay): Finding[] {
  const { scenario } = model.pkg;
  const where = (property: string) => at('materials', id, 'accepts', String(index), property);
  if (way.kind === 'licence' && way.data !== undefined && !entry(scenario.data, way.data)) {
    return [
      error(
        'material-data-missing',
        where('data'),
        `材料${name[0]}要用的数据「${way.data}」不存在：请改选场景里已有的数据使用，或先申请它。`,
        `The data “${way.data}” that the material ${name[1]} uses does not exist: choose a data use of the scenario, or apply for it first.`,
      ),
    ];
  }
  if (way.kind !== 'tolerate') return [];
  if (!Object.values(scenario.subjects).some(({ kind }) => kind === 'organisation')) {
    return [
      error(
        'material-tolerate-person',
        at('materials', id, 'accepts', String(index)),
        `材料${name[0]}不能容缺受理：容缺只看企业的信用，这个场景里没有企业。请改用告知承诺或上传。`,
        `The material ${name[1]} cannot come later: that depends on an organisation’s credit, and this scenario has none. Use a promise or an upload.`,
      ),
    ];
  }
  const persons = readsOf(model, way.when).filter((path) => entry(scenario.subjects, path.split('.')[0])?.kind === 'person');
  return persons.length === 0
    ? []
    : [
        error(
          'material-tolerate-person',
          where('when'),
          `材料${name[0]}的容缺条件用到了个人的数据：不得给个人评分，请只用企业的数据。`,
          `The condition for the material ${name[1]} reads data of a person: people are not scored, use data of the organisation only.`,
        ),
      ];
}

function readsOf({ cache }: Model, source: string): string[] {
  const parsed = cache.condition(source);
  return parsed.ok ? parsed.reads : [];
}
