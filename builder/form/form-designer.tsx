import { Drawer, Grid } from 'antd';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePart } from '../editing/react/session.tsx';
import { type FormActions, useFormActions } from './actions.ts';
import { FieldSettings } from './field-settings.tsx';
import './form.css';
import { useAddress } from '../ui/use-address.ts';
import { useNewField } from './new-field.ts';
import { PhoneView } from './phone-view.tsx';
import { useSelected } from './selection.ts';
import { Shelves } from './shelves.tsx';
import { LogicTable } from './views/logic-table.tsx';
import { MergedView } from './views/merged-view.tsx';
import { PaperView } from './views/paper-view.tsx';
import { PlaceView } from './views/place-view.tsx';
import { type View, ViewBar, views } from './views/view-bar.tsx';

/** `readOnly`: to look at, through all eyes, while it is being reviewed. Else three parts: shelves to add from, the form as people meet it (edited in place on the phone), settings of the chosen question. */
export const FormDesigner = memo(function FormDesigner({ form, readOnly = false }: { form: string; readOnly?: boolean }) {
  const actions = useFormActions(form);
  const fresh = useNewField(actions);
  const [params, change] = useAddress();
  const asked = params.get('view');
  const view = [...views, 'logic', 'merged'].find((one) => one === asked) as View | undefined;
  const show = (next: View) => change({ view: next === 'phone' ? undefined : next });
  return (
    <div className={readOnly ? 'designer designer-read' : 'designer'}>
      {!readOnly && <Shelves actions={actions} fresh={fresh} />}
      <div className="designer-middle">
        <ViewBar view={view ?? 'phone'} actions={actions} onView={show} />
        <div className="designer-view" inert={readOnly || undefined}>
          {(view ?? 'phone') === 'phone' ? <Phone actions={actions} onNew={fresh.putAt} /> : <OtherView view={view!} actions={actions} />}
        </div>
      </div>
      {!readOnly && <Side actions={actions} />}
    </div>
  );
});

/** Typing a new label beside it must not draw three hundred questions again. */
const Phone = memo(PhoneView);

function OtherView({ view, actions }: { view: View; actions: FormActions }) {
  if (view === 'logic') return <LogicTable actions={actions} />;
  if (view === 'merged') return <MergedView actions={actions} />;
  if (view === 'officer' || view === 'print') return <PaperView actions={actions} place={view} />;
  return <PlaceView actions={actions} place={view === 'window' ? 'window' : 'applicant'} />;
}

/** Settings of the chosen question: beside the form where there is room, over it on a phone. */
function Side({ actions }: { actions: FormActions }) {
  const { t } = useTranslation();
  const selected = useSelected(actions.selection);
  const exists = usePart((pkg) => selected !== undefined && pkg.forms[actions.form]?.fields[selected] !== undefined);
  const { md } = Grid.useBreakpoint();
  const [later, setLater] = useState<string>();
  if (!selected || !exists)
    return (
      <aside className="designer-side designer-empty" aria-label={t('form.settings')}>
        <p>{t('form.chooseOne')}</p>
      </aside>
    );
  if (md !== false)
    return (
      <aside className="designer-side" aria-label={t('form.settings')}>
        <FieldSettings key={selected} actions={actions} field={selected} onClose={() => actions.select(undefined)} />
      </aside>
    );
  return (
    <>
      <button type="button" className="designer-open" onClick={() => setLater(selected)}>
        {t('form.settings')}
      </button>
      <Drawer
        open={later === selected}
        placement="bottom"
        size="85vh"
        title={t('form.settings')}
        onClose={() => setLater(undefined)}
        destroyOnHidden
      >
        <FieldSettings key={selected} actions={actions} field={selected} />
      </Drawer>
    </>
  );
}
