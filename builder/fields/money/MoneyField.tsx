import { type FieldProps, shownText } from '../field.ts';
import { NumberField } from '../number/NumberField.tsx';
import { filled, ownWords } from '../own-words.ts';
import { capitalAmount } from './capital.ts';

/** Yuan with two places, kept as text; the capital characters show a zero too many at once. */
export function MoneyField(props: FieldProps) {
  const { language = 'zh-CN', unit } = props;
  const capital = language === 'zh-CN' ? capitalAmount(shownText(props.value)) : '';
  return (
    <>
      <NumberField {...props} unit={unit ?? (language === 'en' ? 'yuan' : '元')} />
      {capital && <small className="read-back">{filled(ownWords(language).capital, { value: capital })}</small>}
    </>
  );
}
