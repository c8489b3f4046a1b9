/** 向省里提需求: what nobody offers yet, told to the regions above. */
import { uuidv7 } from 'uuidv7';
import type { TemplateDemand, TemplateDemandAnswer, TemplateDemandList, TemplateDemandNote } from '../../../schemas/generated/api.ts';
import { listRegions } from '../../store/accounts.ts';
import { answerDemand, type DemandRow, findDemand, insertDemand, listDemands } from '../../store/template-market.ts';
import { listReleases } from '../../store/template-releases.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../errors.ts';
import { regionFor, regionsWith, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { templateOfKey } from './cloned-package.ts';
import { type Asked, covers, type TemplateParts } from './parts.ts';

export function createDemands({ store, clock, regionName }: TemplateParts) {
  const seen = (actor: SessionActor, region: string) => regionsWith(actor, 'designer').some((own) => covers(own, region));

  return {
    async demands({ actor, region }: Asked): Promise<TemplateDemandList> {
      const own = region === undefined ? regionsWith(actor, 'designer') : [regionFor(actor, 'designer', region)];
      const regions = (await listRegions(store)).map(({ code }) => code).filter((code) => own.some((one) => covers(one, code)));
      const rows = await listDemands(store, regions);
      return { rows: rows.map((row) => viewOf(row, actor)), open: rows.filter(({ answer }) => answer === null).length };
    },

    async askFor(input: Asked<TemplateDemandNote>): Promise<TemplateDemand> {
      const { actor, words = '', note } = input;
      const region = regionFor(actor, 'designer', input.region);
      const at = clock();
      const row = { id: uuidv7(), region, words, note, byId: actor.accountId, byName: actor.name, at };
      await insertDemand(store, row, auditLine(input, { region, at, action: 'template.demanded', object: row.id }));
      return viewOf({ ...row, regionName: await regionName(region), answer: null }, actor);
    },

    async answerDemand(input: Asked<TemplateDemandAnswer & { demand: string }>): Promise<TemplateDemand> {
      const { actor, demand: id, note, template } = input;
      const row = await findDemand(store, id);
      if (!row || !seen(actor, row.region)) throw new NotFoundError('demand.not_found');
      const above = regionsWith(actor, 'designer').some((own) => own !== row.region && covers(own, row.region));
      if (!above) throw new ForbiddenError('demand.not_above');
      if (template !== undefined) {
        const { region, templateId } = templateOfKey(template);
        if ((await listReleases(store, region, templateId)).length === 0) throw new NotFoundError('template.not_found');
      }
      const at = clock();
      const answer = { note, ...(template === undefined ? {} : { template }), byName: actor.name, at };
      const line = auditLine(input, { region: row.region, at, action: 'template.demand_answered', object: id });
      if (!(await answerDemand(store, { id, answer, line }))) throw new ConflictError('demand.answered');
      return viewOf({ ...row, answer }, actor);
    },
  };
}

function viewOf({ id, region, regionName, words, note, byName, at, answer, byId }: DemandRow, actor: SessionActor): TemplateDemand {
  return { id, region, regionName, words, note, byName, at, mine: byId === actor.accountId, ...(answer ? { answer } : {}) };
}
