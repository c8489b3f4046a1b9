import { customKindOf } from '../../plugins/expand.ts';
import { fieldKind, nodeKind } from '../../plugins/registry.ts';
import { settingsOf } from '../../plugins/settings.ts';
import { at, atField, en, error, zh } from '../finding.ts';
import type { Finding, JsonValue } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Kinds that plugins bring: installed here, on the type they are made for, with settings that fit, at a step done once. */
export const customKinds: Rule = ({ shipped }) => [
  ...Object.entries(shipped.scenario.nodes).flatMap(([id, node]) => ofStep(id, node)),
  ...Object.entries(shipped.forms).flatMap(([form, { fields }]) =>
    Object.entries(fields).flatMap(([id, field]) =>
      field.custom === undefined ? [] : ofField(form, id, { ...field, custom: field.custom }),
    ),
  ),
];

function ofStep(id: string, node: Parameters<typeof customKindOf>[0]): Finding[] {
  const custom = customKindOf(node);
  if (!custom) return [];
  const where = at('nodes', id, 'custom');
  const [zhName, enName] = [zh(node.name), en(node.name)];
  const plugin = nodeKind(custom.kind);
  if (!plugin)
    return [
      error(
        'custom-kind-missing',
        where,
        `步骤${zhName}用的办理方式这里没有安装：请让管理员安装这个插件，或改回一般办理。`,
        `The way ${enName} is done is not installed here: have the administrator install the plugin, or make it an ordinary step.`,
      ),
    ];
  const { wrong } = settingsOf(plugin, custom.settings as Record<string, JsonValue> | undefined);
  const repeated = 'loop' in node || 'each' in node;
  return [
    ...(wrong.length === 0
      ? []
      : [
          error(
            'custom-kind-settings',
            where,
            `步骤${zhName}的「${plugin.name['zh-CN']}」设置不对：请重新填写。`,
            `The settings of “${plugin.name.en}” at ${enName} do not fit: fill them in again.`,
          ),
        ]),
    ...(repeated
      ? [
          error(
            'custom-kind-repeated',
            where,
            `步骤${zhName}要重复办理，不能再用「${plugin.name['zh-CN']}」：请去掉其中一个。`,
            `${enName} is repeated and cannot be “${plugin.name.en}” as well: take one of them away.`,
          ),
        ]
      : []),
  ];
}

function ofField(
  form: string,
  id: string,
  field: { custom: string; type?: string; label?: Parameters<typeof zh>[0]; element?: string },
): Finding[] {
  const where = atField(form, id, 'custom');
  const [zhName, enName] = [zh(field.label, id), en(field.label, id)];
  const plugin = fieldKind(field.custom);
  if (!plugin)
    return [
      error(
        'custom-field-missing',
        where,
        `问题${zhName}用的专用类型这里没有安装：请让管理员安装这个插件，或改用一般类型。`,
        `The kind of field of ${enName} is not installed here: have the administrator install the plugin, or use an ordinary type.`,
      ),
    ];
  if ((field.type ?? plugin.base) === plugin.base) return [];
  return [
    error(
      'custom-field-type',
      where,
      `问题${zhName}的类型和「${plugin.name['zh-CN']}」不合：请改用一行字，或去掉专用类型。`,
      `The type of ${enName} does not go with “${plugin.name.en}”: make it a line of text, or take the kind away.`,
    ),
  ];
}
