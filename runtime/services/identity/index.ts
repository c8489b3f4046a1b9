/** Who may do what: sign-in, sessions, accounts and their grants, settings of a region, and the audit. */
import type { OrganisationList, RegionList, RoleList } from '../../../schemas/generated/api.ts';
import type { Config } from '../../config/config.ts';
import { listOrganisations, listRegions } from '../../store/accounts.ts';
import { type AuditLine, appendAudit } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import { type AbsenceServices, createAbsences } from './absences.ts';
import { type AccountServices, createAccounts } from './accounts.ts';
import { regionsWith, type SessionActor } from './actor.ts';
import { roles } from './roles.ts';
import { createSessions, type SessionServices } from './sessions.ts';
import { createSettings, type SettingServices } from './settings.ts';

export type { Grant, GrantRole, RequestFacts, SessionActor } from './actor.ts';
export { isSteward, keeps, keptDepartments, regionFor, regionsWith } from './actor.ts';
export type { OpenSession } from './sessions.ts';
export { calendarOf, nationalRegion } from './settings.ts';

export interface Identity extends SessionServices {
  accounts: AccountServices;
  absences: AbsenceServices;
  settings: SettingServices;
  roles(): RoleList;
  /** All regions for the public portal. */
  regions(): Promise<RegionList>;
  /** Organisations of the regions where the actor is administrator or designer. */
  organisations(actor: SessionActor): Promise<OrganisationList>;
  /** One line that stands alone, such as an officer reading a case; throws when it cannot be written. */
  audit(line: Omit<AuditLine, 'at'>): Promise<void>;
}

export interface IdentityParts {
  store: Store;
  config: Pick<Config, 'sessionIdleMinutes' | 'sessionHours' | 'masterKey'>;
  clock: () => string;
  /** Told after a calendar changed, so provisional clocks can be counted anew. */
  onCalendar: (region: string, id: string) => Promise<void>;
}

export function createIdentity({ store, config, clock, onCalendar }: IdentityParts): Identity {
  return {
    ...createSessions({ store, config, clock }),
    accounts: createAccounts({ store, clock }),
    absences: createAbsences({ store, clock }),
    settings: createSettings({ store, clock, onCalendar }),
    roles: () => roles,
    async regions() {
      const rows = await listRegions(store);
      return rows.map(({ code, name }) => ({ code, name }));
    },
    async organisations(actor) {
      const rows = await listOrganisations(store, regionsWith(actor, 'admin', 'designer'));
      return rows.map(({ region, regionName, department, name, successor }) => {
        return { region, regionName, department, name, ...(successor === null ? {} : { successor }) };
      });
    },
    audit: (line) => appendAudit(store, { ...line, at: clock() }),
  };
}
