/** Who is away and who stands in for them (代): an officer says so for themselves. */
import { uuidv7 } from 'uuidv7';
import type { AbsenceInput, AbsenceView } from '../../../schemas/generated/api.ts';
import { localDate } from '../../calendar/index.ts';
import { endAbsence, insertAbsence, listAbsences, listColleagues } from '../../store/absences.ts';
import { listOrganisations } from '../../store/accounts.ts';
import type { Store } from '../../store/store.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import { type RequestFacts, regionFor, regionsWith, type SessionActor } from './actor.ts';
import { auditLine } from './audit-line.ts';

type By = { actor: SessionActor } & RequestFacts;

export interface AbsenceServices {
  list(input: { actor: SessionActor }): Promise<AbsenceView>;
  create(input: By & AbsenceInput): Promise<AbsenceView>;
  end(input: By & { id: string }): Promise<AbsenceView>;
}

export function createAbsences({ store, clock }: { store: Store; clock: () => string }): AbsenceServices {
  async function view(actor: SessionActor): Promise<AbsenceView> {
    const today = localDate(clock());
    const own = actor.grants.filter((grant) => !grant.for);
    const regions = regionsWith({ ...actor, grants: own }, 'officer');
    const [absences, organisations, people] = await Promise.all([
      listAbsences(store, { account: actor.accountId, today }),
      listOrganisations(store, regions),
      Promise.all(regions.map(async (region) => (await listColleagues(store, region)).map((one) => ({ ...one, region })))),
    ]);
    const nameOf = (region: string, department: string) =>
      organisations.find((row) => row.region === region && row.department === department)?.name ?? { 'zh-CN': department };
    const seen = new Set<string>([actor.accountId]);
    const colleagues = people.flat().filter(({ id }) => !seen.has(id) && seen.add(id));
    return {
      absences: absences.map(({ accountId, deputyId: _, ...row }) => ({
        ...row,
        mine: accountId === actor.accountId,
        now: row.first <= today && today <= row.last,
      })),
      colleagues: colleagues.map(({ id, name, region, department }) => ({ id, name, region, department: nameOf(region, department) })),
    };
  }

  return {
    list: ({ actor }) => view(actor),

    async create(input) {
      const { actor, deputy, first, last } = input;
      const own = { ...actor, grants: actor.grants.filter((grant) => !grant.for) };
      const region = regionFor(own, 'officer', input.region);
      if (first > last) throw new InvalidError('absence.dates', [{ path: 'last', code: 'absence.dates' }]);
      if (last < localDate(clock())) throw new InvalidError('absence.over', [{ path: 'last', code: 'absence.over' }]);
      const known = deputy !== actor.accountId && (await listColleagues(store, region)).some((one) => one.id === deputy);
      if (!known) throw new InvalidError('absence.deputy', [{ path: 'deputy', code: 'absence.deputy' }]);
      const at = clock();
      const id = uuidv7();
      await insertAbsence(
        store,
        { id, region, account: actor.accountId, deputy, first, last, at },
        auditLine(input, { region, at, action: 'absence.made', object: id }),
      );
      return view(actor);
    },

    async end(input) {
      const { actor, id } = input;
      const at = clock();
      const ended = await endAbsence(
        store,
        { id, account: actor.accountId, at },
        auditLine(input, { region: regionsWith(actor, 'officer')[0] ?? '', at, action: 'absence.ended', object: id }),
      );
      if (!ended) throw new NotFoundError('absence.not_found');
      return view(actor);
    },
  };
}
