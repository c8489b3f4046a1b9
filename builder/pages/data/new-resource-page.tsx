/** /studio/data/new: a department puts something into the catalogue. It is a draft until it is published. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { type Grant, useSession } from '../../api/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page, Sheet } from '../../ui/page.tsx';
import { FailedState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { resourceAddress } from './places.ts';
import { ResourceForm } from './ResourceForm.tsx';
import { newResource } from './resource-draft.ts';
import { Choice } from './SearchForm.tsx';

export function NewResourcePage() {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const kept = (session?.grants ?? []).filter((grant) => grant.role === 'keeper' && grant.department);
  return (
    <Page title={t('data.keep.new')} lead={t('data.keep.new.lead')} width="text">
      <p className="data-back">
        <Link to="/studio/data">{t('data.catalogue.back')}</Link>
      </p>
      {kept.length === 0 ? <FailedState problem={{ status: 403 }} /> : <Fresh kept={kept} />}
    </Page>
  );
}

function Fresh({ kept }: { kept: readonly Grant[] }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const [place, setPlace] = useState(0);
  const [name] = useState(() => `r-${crypto.randomUUID().slice(0, 8)}`);
  const { region, department = '' } = kept[place]!;
  const start = newResource({ region, department, name });
  return (
    <Sheet>
      {kept.length > 1 && (
        <Choice
          label={t('data.owner')}
          value={String(place)}
          options={kept.map((grant, i) => ({ value: String(i), label: `${text(grant.regionName)} ${text(grant.departmentName)}` }))}
          onChange={(value) => setPlace(Number(value))}
        />
      )}
      <ResourceForm
        key={place}
        resource={`${region}~${start.id.replace('/', '~')}`}
        region={region}
        rev={0}
        start={start}
        contact={{}}
        onSaved={(page) => {
          showToast(t('data.keep.saved'));
          void navigate(resourceAddress(page.key));
        }}
      />
    </Sheet>
  );
}
