import { at, en, error, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Rule } from './rule.ts';

/** A resource is asked with all of its keys, or it answers for nobody. */
export const dataKeys: Rule = ({ pkg }) =>
  Object.entries(pkg.scenario.data ?? {}).flatMap(([id, use]) =>
    Object.entries(entry(pkg.resources, use.resource)?.keys ?? {})
      .filter(([key]) => entry(use.keys, key) === undefined)
      .map(([, key]) =>
        error(
          'data-key-missing',
          at('data', id, 'keys'),
          `${zh(use.name)}没有填写查询项${zh(key.name)}：请填写用哪个数据去查。`,
          `${en(use.name)} lacks the key ${en(key.name)}: say which value it is looked up by.`,
        ),
      ),
  );
