/** Renaming and merging departments: documents that name the old code stay as they are, and their work goes to the successor. */
import type { OrganisationChange, OrganisationChanged } from '../../../schemas/generated/api.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { changeOrganisation, countScenariosOf } from '../../store/organisations.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { type Asked, lineOf, type TemplateParts } from './parts.ts';

export function createOrganisations({ store, clock }: TemplateParts) {
  return {
    async changeOrganisation(input: Asked<OrganisationChange & { department: string }>): Promise<OrganisationChanged> {
      const { actor, department, name, successor } = input;
      const region = regionFor(actor, 'admin', input.region);
      const rows = await listOrganisations(store, [region]);
      const row = rows.find((one) => one.department === department);
      if (!row) throw new NotFoundError('organisation.not_found');
      const refuse = (code: string) => new InvalidError(code, [{ path: 'successor', code }]);
      if (typeof successor === 'string') {
        const other = rows.find((one) => one.department === successor);
        if (!other || successor === department) throw refuse('organisation.successor_unknown');
        if (other.successor !== null) throw refuse('organisation.successor_merged');
      }
      const change = { ...(name ? { name } : {}), ...(successor === undefined ? {} : { successor }) };
      const data = { department, ...(successor === undefined ? {} : { successor }), ...(name ? { name: name['zh-CN'] } : {}) };
      const line = lineOf(input, { region, at: clock(), action: 'organisation.changed', object: department, data });
      await changeOrganisation(store, { region, department, ...change, line });
      const now = successor === undefined ? row.successor : successor;
      return {
        region,
        department,
        name: name ?? row.name,
        ...(now === null ? {} : { successor: now }),
        scenarios: await countScenariosOf(store, region, department),
      };
    },
  };
}
