/** Roles row by row: what the person may do, where, and for which department. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OrganisationList } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { departmentsOf, type GrantDraft, grantProblems, needsDepartment, roles } from './grants.ts';
import type { RegionName } from './region.ts';

interface Props {
  grants: GrantDraft[];
  onChange(grants: GrantDraft[]): void;
  regions: RegionName[];
  organisations: OrganisationList;
  /** Problems are told once somebody tried to save. */
  tried: boolean;
}

export function GrantRows({ grants, onChange, regions, organisations, tried }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const problems = grantProblems(grants);
  const edit = (key: string, next: Partial<GrantDraft>) =>
    onChange(grants.map((grant) => (grant.key === key ? { ...grant, ...next } : grant)));
  const add = () => onChange([...grants, { key: crypto.randomUUID(), region: regions[0]?.code ?? '', role: 'officer', department: '' }]);
  return (
    <>
      {grants.length === 0 && <p className="hint">{t('admin.grant.none')}</p>}
      {grants.map((grant, index) => {
        const id = `grant-${grant.key}`;
        const problem = tried ? problems[index] : undefined;
        return (
          <fieldset key={grant.key} className="grant native">
            <legend className="visually-hidden">{t('admin.grant.nth', { number: index + 1 })}</legend>
            <label>
              <span>{t('admin.grant.role')}</span>
              <select value={grant.role} onChange={(event) => edit(grant.key, { role: event.target.value as GrantDraft['role'] })}>
                {roles.map((role) => (
                  <option key={role} value={role}>
                    {t(`admin.role.${role}`)}
                  </option>
                ))}
              </select>
            </label>
            {regions.length > 1 && (
              <label>
                <span>{t('admin.grant.region')}</span>
                <select value={grant.region} onChange={(event) => edit(grant.key, { region: event.target.value, department: '' })}>
                  {regions.map((region) => (
                    <option key={region.code} value={region.code}>
                      {text(region.name)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <label>
              <span>{t('admin.grant.department')}</span>
              <select
                value={grant.department}
                aria-invalid={problem !== undefined || undefined}
                aria-describedby={problem && id}
                onChange={(event) => edit(grant.key, { department: event.target.value })}
              >
                <option value="">{needsDepartment(grant.role) ? t('admin.grant.choose') : t('admin.grant.whole')}</option>
                {departmentsOf(organisations, grant.region).map((row) => (
                  <option key={row.department} value={row.department}>
                    {text(row.name)}
                  </option>
                ))}
              </select>
            </label>
            {grant.role === 'officer' && (
              <label>
                <span>{t('admin.grant.posts')}</span>
                <input
                  value={grant.posts ?? ''}
                  placeholder={t('admin.grant.postsAll')}
                  maxLength={2000}
                  onChange={(event) => edit(grant.key, { posts: event.target.value })}
                />
              </label>
            )}
            <Button onClick={() => onChange(grants.filter(({ key }) => key !== grant.key))}>
              {t('admin.remove')}
              <span className="visually-hidden"> {t('admin.grant.nth', { number: index + 1 })}</span>
            </Button>
            {problem && (
              <p id={id} className="field-problem">
                {t(problem)}
              </p>
            )}
          </fieldset>
        );
      })}
      <Button onClick={add}>{t('admin.grant.add')}</Button>
    </>
  );
}
