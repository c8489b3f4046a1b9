import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SettingsProps } from '../field-settings.tsx';
import { type Access, accessOf, type Place } from '../views/cells.ts';

const places: readonly Place[] = ['applicant', 'window', 'officer', 'print'];
const natural: Record<Place, Access> = { applicant: 'edit', window: 'edit', officer: 'read', print: 'read' };

/** Who may fill in, read, or not see the field. What is usual is not written down. */
export function ViewsEntry({ field, edit }: SettingsProps) {
  const { t } = useTranslation();
  const set = (place: Place, access: Access) => {
    const next = { ...field.views, [place]: access === natural[place] ? undefined : access };
    const left = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
    edit({ views: Object.keys(left).length > 0 ? left : undefined });
  };
  return (
    <table className="views-table">
      <tbody>
        {places.map((place) => (
          <tr key={place}>
            <th scope="row">{t(`form.place.${place}`)}</th>
            <td>
              <Select
                aria-label={t(`form.place.${place}`)}
                style={{ width: '100%' }}
                value={accessOf(field, place)}
                onChange={(access) => set(place, access)}
                options={(place === 'print' ? (['read', 'hide'] as const) : (['edit', 'read', 'hide'] as const)).map((value) => ({
                  value,
                  label: t(place === 'print' && value === 'read' ? 'form.access.printed' : `form.access.${value}`),
                }))}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
