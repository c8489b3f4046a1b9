import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ValueType } from '../../../schemas/generated/documents.ts';
import { useConditionWords } from '../../flow/condition-words.ts';
import type { FollowedRule } from '../retype.ts';

interface RetypeProps {
  from: ValueType;
  to: ValueType;
  rules: FollowedRule[];
  onCancel: () => void;
  /** With the rules that can follow, or the type alone. */
  onChange: (follow: boolean) => void;
}

/** Rules elsewhere ask for this field: which follow the new type, and which a person must look at. Nothing stops silently. */
export function RetypeDialog({ from, to, rules, onCancel, onChange }: RetypeProps) {
  const { t } = useTranslation();
  const words = useConditionWords();
  const following = rules.filter((rule) => rule.after !== undefined);
  const stuck = rules.filter((rule) => rule.after === undefined);
  return (
    <Modal
      open
      title={t('form.retype.title', { from: t(`form.type.${from}`), to: t(`form.type.${to}`) })}
      onCancel={onCancel}
      footer={
        <>
          <Button onClick={onCancel}>{t('ui.cancel')}</Button>
          {following.length > 0 && <Button onClick={() => onChange(false)}>{t('form.retype.only')}</Button>}
          <Button type="primary" onClick={() => onChange(true)}>
            {t(following.length > 0 ? 'form.retype.follow' : 'form.retype.go', { count: following.length })}
          </Button>
        </>
      }
    >
      {following.length > 0 && (
        <>
          <p>{t('form.retype.following', { count: following.length })}</p>
          <ul className="retype-rules">
            {following.map((rule) => (
              <li key={rule.at.join('/')}>
                <del>{words(rule.before)}</del> → <ins>{words(rule.after!)}</ins>
              </li>
            ))}
          </ul>
        </>
      )}
      {stuck.length > 0 && (
        <>
          <p>{t('form.retype.stuck', { count: stuck.length })}</p>
          <ul className="retype-rules">
            {stuck.map((rule) => (
              <li key={rule.at.join('/')}>{words(rule.before)}</li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
