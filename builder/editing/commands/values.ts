/** Commands on what a value is called in rules and scripts. */
import type { ValueSpec } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';
import { knownValues, pathOf } from '../paths.ts';

export const valueCommands = {
  /**
   * A value gets another key: every question that asks for it, the declared value, and through what follows (`path-renamed`)
   * every rule, table, script and case that mentions it. `scripts` are texts the type checker made; the others are followed here.
   */
  'value.rename': command<{ from: string; to: string; scripts?: Readonly<Record<string, string>> }>({
    run: (r, { from, to, scripts = {} }) => {
      const known = knownValues(r.document);
      const [subject, key = ''] = to.split('.');
      if (!known.has(from)) throw new Refused('editing.refused.gone');
      if (subject !== from.split('.')[0] || !keyPattern.test(key)) throw new Refused('editing.refused.key');
      if (known.has(to)) throw new Refused('editing.refused.keyTaken');
      for (const [form, field] of known.get(from)!.fields) {
        const doc = r.document.forms[form]!.fields[field]!;
        // A question of the standard field of that very name needs no key of its own.
        if (pathOf(doc) === from) r.set(['forms', form, 'fields', field, 'key'], doc.element === key ? undefined : key);
      }
      const declared: ValueSpec | undefined = r.document.scenario.variables?.[from];
      if (declared) {
        r.set(['scenario', 'variables', to], declared);
        r.remove(['scenario', 'variables', from]);
      }
      for (const [id, source] of Object.entries(scripts)) r.set(['scenario', 'scripts', id, 'source'], source);
      r.happened({ type: 'path.renamed', from, to });
    },
    label: (doc, { from }) => ({ key: 'editing.value.rename', name: knownValues(doc).get(from)?.name }),
  }),
};

/** What a key may look like: it is written in rules and scripts. */
export const keyPattern = /^[a-z][A-Za-z0-9]{0,47}$/;
