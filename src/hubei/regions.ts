import type { Source } from '../model/index.ts';

/**
 * What a division is. `district` 市辖区, `county-city` 县级市, `county` 县, `autonomous-county`
 * 自治县 and `forestry-district` 林区 are the county level; `prefecture-city` 地级市 and
 * `autonomous-prefecture` 自治州 the level above.
 */
export type RegionType =
  | 'province'
  | 'prefecture-city'
  | 'autonomous-prefecture'
  | 'district'
  | 'county-city'
  | 'county'
  | 'autonomous-county'
  | 'forestry-district';

/** One statutory division. */
export interface Region {
  /** GB/T 2260 without padding zeros: 42, 4201, 420106. */
  readonly code: string;
  readonly type: RegionType;
  /** Absent for the province. */
  readonly parent?: string;
  /** The full official name, and its pinyin with the kind of division. */
  readonly name: { readonly zh: string; readonly en: string };
}

/** Where the codes come from; to be checked once a year. */
export const REGION_SOURCE: Source = {
  title: 'Administrative-divisions-of-China, commit 57a0aa9 (November 2024), codes as in GB/T 2260',
  grade: 'C',
  url: 'https://github.com/modood/Administrative-divisions-of-China',
};

/**
 * Last two digits, Chinese stem, pinyin. The number tells the kind: 01 to 20 districts, 21 to 80
 * counties, 81 on cities at county level. An autonomous prefecture has no districts.
 */
const COUNTIES: Readonly<Record<string, string>> = {
  '4201 武汉 Wuhan':
    "02江岸 Jiang'an,03江汉 Jianghan,04硚口 Qiaokou,05汉阳 Hanyang,06武昌 Wuchang,07青山 Qingshan," +
    '11洪山 Hongshan,12东西湖 Dongxihu,13汉南 Hannan,14蔡甸 Caidian,15江夏 Jiangxia,' +
    '16黄陂 Huangpi,17新洲 Xinzhou',
  '4202 黄石 Huangshi':
    '02黄石港 Huangshigang,03西塞山 Xisaishan,04下陆 Xialu,05铁山 Tieshan,22阳新 Yangxin,81大冶 Daye',
  '4203 十堰 Shiyan':
    '02茅箭 Maojian,03张湾 Zhangwan,04郧阳 Yunyang,22郧西 Yunxi,23竹山 Zhushan,24竹溪 Zhuxi,' +
    '25房 Fang,81丹江口 Danjiangkou',
  '4205 宜昌 Yichang':
    "02西陵 Xiling,03伍家岗 Wujiagang,04点军 Dianjun,05猇亭 Xiaoting,06夷陵 Yiling,25远安 Yuan'an," +
    '26兴山 Xingshan,27秭归 Zigui,28长阳土家族 Changyang Tujia,29五峰土家族 Wufeng Tujia,' +
    '81宜都 Yidu,82当阳 Dangyang,83枝江 Zhijiang',
  '4206 襄阳 Xiangyang':
    '02襄城 Xiangcheng,06樊城 Fancheng,07襄州 Xiangzhou,24南漳 Nanzhang,25谷城 Gucheng,' +
    '26保康 Baokang,82老河口 Laohekou,83枣阳 Zaoyang,84宜城 Yicheng',
  '4207 鄂州 Ezhou': '02梁子湖 Liangzihu,03华容 Huarong,04鄂城 Echeng',
  '4208 荆门 Jingmen':
    '02东宝 Dongbao,04掇刀 Duodao,22沙洋 Shayang,81钟祥 Zhongxiang,82京山 Jingshan',
  '4209 孝感 Xiaogan':
    '02孝南 Xiaonan,21孝昌 Xiaochang,22大悟 Dawu,23云梦 Yunmeng,81应城 Yingcheng,82安陆 Anlu,' +
    '84汉川 Hanchuan',
  '4210 荆州 Jingzhou':
    "02沙市 Shashi,03荆州 Jingzhou,22公安 Gong'an,24江陵 Jiangling,81石首 Shishou,83洪湖 Honghu," +
    '87松滋 Songzi,88监利 Jianli',
  '4211 黄冈 Huanggang':
    "02黄州 Huangzhou,21团风 Tuanfeng,22红安 Hong'an,23罗田 Luotian,24英山 Yingshan,25浠水 Xishui," +
    '26蕲春 Qichun,27黄梅 Huangmei,81麻城 Macheng,82武穴 Wuxue',
  '4212 咸宁 Xianning':
    "02咸安 Xian'an,21嘉鱼 Jiayu,22通城 Tongcheng,23崇阳 Chongyang,24通山 Tongshan,81赤壁 Chibi",
  '4213 随州 Suizhou': '03曾都 Zengdu,21随 Sui,81广水 Guangshui',
  '4228 恩施 Enshi':
    "01恩施 Enshi,02利川 Lichuan,22建始 Jianshi,23巴东 Badong,25宣恩 Xuan'en,26咸丰 Xianfeng," +
    '27来凤 Laifeng,28鹤峰 Hefeng',
};

/** Suffix of the full name: Chinese, English. */
const SUFFIXES: Readonly<Record<RegionType, readonly [zh: string, en: string]>> = {
  province: ['省', 'Province'],
  'prefecture-city': ['市', 'City'],
  'autonomous-prefecture': ['自治州', 'Autonomous Prefecture'],
  district: ['区', 'District'],
  'county-city': ['市', 'City'],
  county: ['县', 'County'],
  'autonomous-county': ['自治县', 'Autonomous County'],
  'forestry-district': ['林区', 'Forestry District'],
};

/** County-level units that the province administers itself. */
const DIRECT: readonly Region[] = [
  region('42', '429004', 'county-city', '仙桃', 'Xiantao'),
  region('42', '429005', 'county-city', '潜江', 'Qianjiang'),
  region('42', '429006', 'county-city', '天门', 'Tianmen'),
  region('42', '429021', 'forestry-district', '神农架', 'Shennongjia'),
];

/**
 * The province, its 13 prefecture-level units and its 103 county-level units, in ascending order of
 * code. Grade C, see `REGION_SOURCE`.
 *
 * Traps: 4204 does not exist. 429000 is no division but a container for the codes of the four
 * county-level units (仙桃, 潜江, 天门, 神农架林区) that lie directly under the province, so their
 * parent here is 42; they count among the 103, and with the 13 they make the 17 units that a
 * provincial plan addresses. 421071 (荆州经开区) and 421171 (龙感湖) occur in statistical lists and
 * are no statutory divisions: a development zone needs a field of its own.
 */
export const REGIONS: readonly Region[] = [
  { code: '42', type: 'province', name: { zh: '湖北省', en: 'Hubei Province' } },
  ...Object.entries(COUNTIES).flatMap(([head, list]) => prefectureWithCounties(head, list)),
  ...DIRECT,
];

const BY_CODE: ReadonlyMap<string, Region> = new Map(REGIONS.map((one) => [one.code, one]));

const COUNTIES_BY_PARENT: ReadonlyMap<string, readonly Region[]> = new Map(
  REGIONS.map((one) => [
    one.code,
    REGIONS.filter(({ code, parent }) => parent === one.code && code.length === 6),
  ]),
);

/** The division of a code without padding zeros. */
export function regionOf(code: string): Region | undefined {
  return BY_CODE.get(code);
}

/** The county-level units of a prefecture; of the province (42), the four it administers itself. */
export function countiesOf(parent: string): readonly Region[] {
  return COUNTIES_BY_PARENT.get(parent) ?? [];
}

/** The 17 units next below the province: 13 prefectures and four county-level units. */
export function prefectureLevelUnits(): readonly Region[] {
  return REGIONS.filter((one) => one.parent === '42');
}

function prefectureWithCounties(head: string, list: string): readonly Region[] {
  const [code = '', zh = '', en = ''] = head.split(' ');
  const isAutonomous = code === '4228';
  const prefecture: Region = isAutonomous
    ? region('42', code, 'autonomous-prefecture', `${zh}土家族苗族`, `${en} Tujia and Miao`)
    : region('42', code, 'prefecture-city', zh, en);
  const counties = list.split(',').map((entry) => {
    const space = entry.indexOf(' ');
    const number = entry.slice(0, 2);
    const stem = entry.slice(2, space);
    const type = countyType(Number(number), stem, isAutonomous);
    return region(code, code + number, type, stem, entry.slice(space + 1));
  });
  return [prefecture, ...counties];
}

function countyType(number: number, stem: string, isAutonomous: boolean): RegionType {
  if (stem.endsWith('族')) return 'autonomous-county';
  if (number > 80 || (isAutonomous && number <= 20)) return 'county-city';
  return number > 20 ? 'county' : 'district';
}

function region(parent: string, code: string, type: RegionType, zh: string, en: string): Region {
  const [zhSuffix, enSuffix] = SUFFIXES[type];
  return { code, type, parent, name: { zh: zh + zhSuffix, en: `${en} ${enSuffix}` } };
}
