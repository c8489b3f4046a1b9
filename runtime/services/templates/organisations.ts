/** Renaming and merging departments: documents that name the old code stay as they are, and their work goes to the successor. */
import type { OrganisationAffected, OrganisationChange, OrganisationChanged, OrganisationCreate } from '../../../schemas/generated/api.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { changeOrganisation, countOf, countScenariosOf, insertOrganisation, listScenariosOf } from '../../store/organisations.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { type Asked, type TemplateParts, text } from './parts.ts';

/** Colours of lanes. */
const hues = 12;

/** Code of a department nobody gave one: codes a template names belong to departments every region has. */
function nextCode(taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`local-${number}`)) number += 1;
  return `local-${number}`;
}

export function createOrganisations({ store, clock }: TemplateParts) {
  return {
    /** What names a department today: read before it is renamed or merged. Nothing is changed. */
    async organisationAffected({ actor, department, region: wanted }: Asked<{ department: string }>): Promise<OrganisationAffected> {
      const region = regionFor(actor, 'admin', wanted);
      const rows = await listOrganisations(store, [region]);
      const row = rows.find((one) => one.department === department);
      if (!row) throw new NotFoundError('organisation.not_found');
      const [scenarios, counts] = await Promise.all([listScenariosOf(store, region, department), countOf(store, region, department)]);
      return {
        region,
        department,
        name: row.name,
        ...(row.successor === null ? {} : { successor: row.successor }),
        scenarios: scenarios.map(({ id, name, live, steps, origin }) => {
          return {
            id,
            name,
            live,
            steps,
            ...(origin ? { clone: text(`${origin.regionName} v${origin.version}`, `${origin.regionName} v${origin.version}`) } : {}),
          };
        }),
        ...counts,
        merged: rows.filter(({ successor }) => successor === department).map(({ name }) => name),
      };
    },

    /** A new department, also one that was split from another: what is there stays with the old one until somebody moves it. */
    async createOrganisation(input: Asked<OrganisationCreate>): Promise<OrganisationChanged> {
      const { actor, name, from } = input;
      const region = regionFor(actor, 'admin', input.region);
      const rows = await listOrganisations(store, [region]);
      const named = (one: string | undefined) => one !== undefined && rows.some((row) => row.name['zh-CN'] === one);
      if (named(name['zh-CN'])) throw new InvalidError('organisation.name_taken', [{ path: 'name', code: 'organisation.name_taken' }]);
      if (from !== undefined && !rows.some(({ department }) => department === from)) throw new NotFoundError('organisation.not_found');
      const department = input.department ?? nextCode(rows.map((row) => row.department));
      const data = { department, name: name['zh-CN'], ...(from ? { from } : {}) };
      const line = auditLine(input, { region, at: clock(), action: 'organisation.created', object: department, data });
      if (!(await insertOrganisation(store, { region, department, name, hue: rows.length % hues, line })))
        throw new ConflictError('organisation.exists');
      return { region, department, name, scenarios: 0 };
    },

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
      const line = auditLine(input, { region, at: clock(), action: 'organisation.changed', object: department, data });
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
