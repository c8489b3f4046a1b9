import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import type { Offer } from '../new-field.ts';

/** 「身份证号」已在《…》里收集，直接引用？ Referencing is the default: Enter takes it. */
export function DuplicateOffer({ offer, onDecide }: { offer: Offer; onDecide: (reference: boolean) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { duplicate, field } = offer;
  const collected = duplicate.kind === 'element' ? duplicate.collectedBy?.[0] : undefined;
  const title =
    duplicate.kind === 'here'
      ? t('form.duplicate.here', { name: text(duplicate.name) })
      : duplicate.kind === 'asked'
        ? t('form.duplicate.asked', { name: text(duplicate.value.name), form: text(forms[duplicate.value.fields[0]![0]]?.name) })
        : collected
          ? t('form.duplicate.collected', { name: text(duplicate.name), form: text(collected) })
          : t('form.duplicate.element', { name: text(duplicate.name) });
  return (
    <Alert
      type="info"
      role="alertdialog"
      aria-label={title}
      title={title}
      description={
        <>
          {duplicate.kind !== 'here' && <p className="shelf-offer-words">{t('form.duplicate.typed', { name: text(field.label) })}</p>}
          <span className="page-actions">
            <Button type="primary" size="small" autoFocus onClick={() => onDecide(true)}>
              {t(duplicate.kind === 'here' ? 'form.duplicate.look' : 'form.duplicate.use')}
            </Button>
            <Button size="small" onClick={() => onDecide(false)}>
              {t('form.duplicate.anew')}
            </Button>
          </span>
        </>
      }
    />
  );
}
