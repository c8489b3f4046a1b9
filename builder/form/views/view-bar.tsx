import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePart, useScenarioSession } from '../../editing/react/session.tsx';
import type { FormActions } from '../actions.ts';
import { rulesOf } from '../logic.ts';
import { untranslatedOf } from '../translations.ts';

export const views = ['phone', 'desktop', 'window', 'officer', 'print'] as const;
export type View = (typeof views)[number] | 'logic' | 'merged';

interface ViewBarProps {
  view: View;
  actions: FormActions;
  onView: (view: View) => void;
}

/** Whose eyes one looks through, and the lists over the whole form. */
export function ViewBar({ view, actions, onView }: ViewBarProps) {
  const { t } = useTranslation();
  const { library } = useScenarioSession();
  const rules = usePart((pkg) => rulesOf(pkg.forms[actions.form]!).length);
  return (
    <div className="view-bar">
      <Segmented<View>
        aria-label={t('form.views')}
        value={view}
        onChange={onView}
        options={views.map((value) => ({ value, label: t(`form.view.${value}`) }))}
      />
      <span className="view-lists">
        <Button
          size="small"
          aria-pressed={view === 'logic'}
          type={view === 'logic' ? 'primary' : 'default'}
          onClick={() => onView('logic')}
        >
          {t('form.logic.button', { count: rules })}
        </Button>
        {!library && (
          <Button
            size="small"
            aria-pressed={view === 'merged'}
            type={view === 'merged' ? 'primary' : 'default'}
            onClick={() => onView('merged')}
          >
            {t('form.view.merged')}
          </Button>
        )}
        <UntranslatedButton actions={actions} onPhone={() => onView('phone')} />
      </span>
    </div>
  );
}

/** 未翻译 n: each press goes to the next place without English. */
function UntranslatedButton({ actions, onPhone }: { actions: FormActions; onPhone: () => void }) {
  const { t } = useTranslation();
  const list = usePart((pkg) => untranslatedOf(pkg.forms[actions.form]!));
  const next = () => {
    const chosen = actions.selection.get();
    // A section has no field to go on from: what was last gone to is the one that has the focus.
    const focused = document.activeElement?.getAttribute('data-english-section');
    const last = list.findLastIndex((place) => (focused ? !place.field && place.section === focused : place.field === chosen));
    const place = list[(last + 1) % list.length]!;
    onPhone();
    if (place.field) actions.select(place.field);
    const where = place.field ? `[data-english="${place.what}"]` : `[data-english-section="${place.section}"]`;
    // The panel of the field is there a moment later; its English texts once their fold is open.
    setTimeout(() => {
      const fold = place.field ? document.querySelector('[data-fold="english"]') : document.querySelector(where)?.closest('details');
      fold?.setAttribute('open', '');
      setTimeout(() => document.querySelector<HTMLElement>(where)?.focus(), 60);
    }, 60);
  };
  return (
    <Button size="small" disabled={list.length === 0} onClick={next} title={t('form.untranslated.next')}>
      {t('form.untranslated', { count: list.length })}
    </Button>
  );
}
