import { cities, provinces, type RegionName, regionName } from '../../../schemas/regions/region-names.ts';
import { controlAttributes, type FieldProps } from '../field.ts';
import { ownWords } from '../own-words.ts';

/** A county by name: nobody knows codes by heart. Counties of Zhejiang by city, other provinces as a whole. `label` names a list inside another control. */
export function RegionField({ label, ...props }: FieldProps & { label?: string }) {
  const { value, onChange, onCommit, words, language = 'zh-CN' } = props;
  const name = (region: RegionName) => (language === 'en' ? region.en : region.zh);
  const code = typeof value === 'string' ? value : '';
  const elsewhere = provinces.filter((province) => province.code !== '330000');
  const listed = [...elsewhere, ...cities.flatMap((city) => city.counties)].some((region) => region.code === code);
  return (
    <select
      aria-label={label}
      value={code}
      onChange={(event) => onChange(event.target.value || null)}
      onBlur={onCommit}
      {...controlAttributes(props)}
    >
      <option value="">{label ?? words.choose}</option>
      {code !== '' && !listed && <option value={code}>{regionName(code, language)}</option>}
      {cities.map((city) => (
        <optgroup key={city.code} label={name(city)}>
          {city.counties.map((county) => (
            <option key={county.code} value={county.code}>
              {name(county)}
            </option>
          ))}
        </optgroup>
      ))}
      <optgroup label={ownWords(language).otherProvinces}>
        {elsewhere.map((province) => (
          <option key={province.code} value={province.code}>
            {name(province)}
          </option>
        ))}
      </optgroup>
    </select>
  );
}
