/** An address is one text; here it is taken apart into a county and the rest, and put together again. */
import { cities, provinces, regionName } from '../../../schemas/regions/region-names.ts';

export interface AddressParts {
  /** Code of the county, or of a province whose counties are not listed. */
  region: string;
  detail: string;
}

const listed = [...cities.flatMap((city) => city.counties), ...cities, ...provinces.filter(({ code }) => code !== '330000')];
/** Longest names first: 浙江省嘉兴市海盐县 before 浙江省嘉兴市. */
const names = listed
  .map(({ code }) => ({ code, name: regionName(code, 'zh-CN') }))
  .sort((a, b) => b.name.length - a.name.length || (a.code < b.code ? -1 : 1));

/** The province may be left out by people who write, so 嘉兴市海盐县… is found as well. */
export function partsOf(address: string): AddressParts {
  const text = address.trimStart();
  for (const { code, name } of names) {
    if (text.startsWith(name)) return { region: code, detail: text.slice(name.length).trimStart() };
    const short = name.replace(/^浙江省/, '');
    if (short !== name && text.startsWith(short)) return { region: code, detail: text.slice(short.length).trimStart() };
  }
  return { region: '', detail: address };
}

export const addressOf = ({ region, detail }: AddressParts): string => `${region ? regionName(region, 'zh-CN') : ''}${detail}`;
