/** /admin/roles: who may do what, told in two lists. */
import { useTranslation } from 'react-i18next';
import { useRoles } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';

export function RolesPage() {
  const { t } = useTranslation();
  const text = useText();
  const { data, error, refetch } = useRoles();
  if (!data) return error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={8} />;
  return (
    <div className="roles">
      {data.map((role) => (
        <Sheet key={role.role} title={text(role.name)}>
          <div className="role">
            <div>
              <h3>{t('admin.role.may')}</h3>
              <ul className="may">
                {role.may.map((line) => (
                  <li key={text(line)}>{text(line)}</li>
                ))}
              </ul>
            </div>
            <div>
              <h3>{t('admin.role.mayNot')}</h3>
              <ul className="may-not">
                {role.mayNot.map((line) => (
                  <li key={text(line)}>{text(line)}</li>
                ))}
              </ul>
            </div>
          </div>
        </Sheet>
      ))}
    </div>
  );
}
