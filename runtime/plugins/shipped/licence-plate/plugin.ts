/** 车牌号: a licence plate of the mainland, as GA 36 writes it: 7 places, 8 for new-energy cars. */
import { definePlugin, pluginFormat } from '../../plugin.ts';

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
/** I and O are never used: they look like 1 and 0. */
const letters = 'A-HJ-NP-Z';
const usual = new RegExp(`^[${provinces}][${letters}][${letters}0-9]{4}[${letters}0-9学警港澳挂]$`, 'u');
/** Small new-energy cars: a letter first; large ones: a letter last. */
const newEnergy = new RegExp(`^[${provinces}][${letters}](?:[${letters}][${letters}0-9][0-9]{4}|[0-9]{5}[${letters}])$`, 'u');

export default definePlugin({
  format: pluginFormat,
  kind: 'field',
  id: 'licencePlate',
  name: { 'zh-CN': '车牌号', en: 'Licence plate' },
  description: {
    'zh-CN': '7 位车牌，新能源 8 位；自带省份键盘',
    en: 'Seven characters, eight for new-energy cars; with a keyboard of provinces',
  },
  base: 'string',
  example: '浙A12345',
  check(value) {
    const plate = value
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[\s·.•-]/gu, '');
    if (usual.test(plate) || newEnergy.test(plate)) return { ok: true, value: plate };
    return {
      ok: false,
      words: {
        'zh-CN': '车牌号不对，请写省份简称、字母和号码，例如 浙A12345',
        en: 'Not a licence plate: the province, a letter and the number, for example 浙A12345',
      },
    };
  },
});

/** Province keys of the control, in the order people know them from. */
export const provinceKeys: readonly string[] = [...provinces];
