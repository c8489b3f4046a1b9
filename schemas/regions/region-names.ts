/**
 * Names of administrative divisions (GB/T 2260): all counties of Zhejiang, and the provinces for everybody else.
 *
 * One line per city, `code name pinyin` each: short in the bundle, and readable beside the published table.
 */
export interface RegionName {
  code: string;
  zh: string;
  en: string;
}
export interface RegionGroup extends RegionName {
  counties: RegionName[];
}

const table = `
3301 杭州市 Hangzhou|02 上城区 Shangcheng|05 拱墅区 Gongshu|06 西湖区 Xihu|08 滨江区 Binjiang|09 萧山区 Xiaoshan|10 余杭区 Yuhang|11 富阳区 Fuyang|12 临安区 Lin'an|13 临平区 Linping|14 钱塘区 Qiantang|22 桐庐县 Tonglu|27 淳安县 Chun'an|82 建德市 Jiande
3302 宁波市 Ningbo|03 海曙区 Haishu|05 江北区 Jiangbei|06 北仑区 Beilun|11 镇海区 Zhenhai|12 鄞州区 Yinzhou|13 奉化区 Fenghua|25 象山县 Xiangshan|26 宁海县 Ninghai|81 余姚市 Yuyao|82 慈溪市 Cixi
3303 温州市 Wenzhou|02 鹿城区 Lucheng|03 龙湾区 Longwan|04 瓯海区 Ouhai|05 洞头区 Dongtou|24 永嘉县 Yongjia|26 平阳县 Pingyang|27 苍南县 Cangnan|28 文成县 Wencheng|29 泰顺县 Taishun|81 瑞安市 Rui'an|82 乐清市 Yueqing|83 龙港市 Longgang
3304 嘉兴市 Jiaxing|02 南湖区 Nanhu|11 秀洲区 Xiuzhou|21 嘉善县 Jiashan|24 海盐县 Haiyan|81 海宁市 Haining|82 平湖市 Pinghu|83 桐乡市 Tongxiang
3305 湖州市 Huzhou|02 吴兴区 Wuxing|03 南浔区 Nanxun|21 德清县 Deqing|22 长兴县 Changxing|23 安吉县 Anji
3306 绍兴市 Shaoxing|02 越城区 Yuecheng|03 柯桥区 Keqiao|04 上虞区 Shangyu|24 新昌县 Xinchang|81 诸暨市 Zhuji|83 嵊州市 Shengzhou
3307 金华市 Jinhua|02 婺城区 Wucheng|03 金东区 Jindong|23 武义县 Wuyi|26 浦江县 Pujiang|27 磐安县 Pan'an|81 兰溪市 Lanxi|82 义乌市 Yiwu|83 东阳市 Dongyang|84 永康市 Yongkang
3308 衢州市 Quzhou|02 柯城区 Kecheng|03 衢江区 Qujiang|22 常山县 Changshan|24 开化县 Kaihua|25 龙游县 Longyou|81 江山市 Jiangshan
3309 舟山市 Zhoushan|02 定海区 Dinghai|03 普陀区 Putuo|21 岱山县 Daishan|22 嵊泗县 Shengsi
3310 台州市 Taizhou|02 椒江区 Jiaojiang|03 黄岩区 Huangyan|04 路桥区 Luqiao|22 三门县 Sanmen|23 天台县 Tiantai|24 仙居县 Xianju|81 温岭市 Wenling|82 临海市 Linhai|83 玉环市 Yuhuan
3311 丽水市 Lishui|02 莲都区 Liandu|21 青田县 Qingtian|22 缙云县 Jinyun|23 遂昌县 Suichang|24 松阳县 Songyang|25 云和县 Yunhe|26 庆元县 Qingyuan|27 景宁畲族自治县 Jingning|81 龙泉市 Longquan`;

const provinceTable =
  '11 北京市 Beijing|12 天津市 Tianjin|13 河北省 Hebei|14 山西省 Shanxi|15 内蒙古自治区 Inner Mongolia|21 辽宁省 Liaoning|22 吉林省 Jilin|23 黑龙江省 Heilongjiang|31 上海市 Shanghai|32 江苏省 Jiangsu|33 浙江省 Zhejiang|34 安徽省 Anhui|35 福建省 Fujian|36 江西省 Jiangxi|37 山东省 Shandong|41 河南省 Henan|42 湖北省 Hubei|43 湖南省 Hunan|44 广东省 Guangdong|45 广西壮族自治区 Guangxi|46 海南省 Hainan|50 重庆市 Chongqing|51 四川省 Sichuan|52 贵州省 Guizhou|53 云南省 Yunnan|54 西藏自治区 Tibet|61 陕西省 Shaanxi|62 甘肃省 Gansu|63 青海省 Qinghai|64 宁夏回族自治区 Ningxia|65 新疆维吾尔自治区 Xinjiang|71 台湾省 Taiwan|81 香港特别行政区 Hong Kong|82 澳门特别行政区 Macao';

function entryOf(text: string, prefix = ''): RegionName {
  const [code = '', zh = '', ...en] = text.split(' ');
  return { code: `${prefix}${code}`.padEnd(6, '0'), zh, en: en.join(' ') };
}

/** Cities of Zhejiang with their counties. */
export const cities: RegionGroup[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [city = '', ...counties] = line.split('|');
    const prefix = city.slice(0, 4);
    return { ...entryOf(city), counties: counties.map((county) => entryOf(county, prefix)) };
  });
/** Provinces and their equals, Zhejiang among them. */
export const provinces: RegionName[] = provinceTable.split('|').map((text) => entryOf(text));

const byCode = new Map([...provinces, ...cities, ...cities.flatMap((city) => city.counties)].map((region) => [region.code, region]));

/** 330424 -> 浙江省嘉兴市海盐县; a code the table does not have keeps its province and shows the code as text. */
export function regionName(code: string, language: 'zh-CN' | 'en' = 'zh-CN'): string {
  const found = byCode.get(code);
  const province = byCode.get(`${code.slice(0, 2)}0000`);
  if (!found) {
    if (language === 'en') return `${province?.en ?? 'Another place'} (${code})`;
    return `${province?.zh ?? '其他地区'}（${code}）`;
  }
  const line = [...new Set([province, byCode.get(`${code.slice(0, 4)}00`), found])].filter((part) => part !== undefined);
  return language === 'en'
    ? line
        .map(({ en }) => en)
        .reverse()
        .join(', ')
    : line.map(({ zh }) => zh).join('');
}
