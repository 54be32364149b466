import type { Source } from '../model/index.ts';

/** One entry of GB/T 4754-2017. */
export interface Industry {
  /** With the section letter in front: C, C35, C351, C3491. */
  readonly code: string;
  readonly level: 'section' | 'division' | 'group' | 'class';
  /** Absent for a section. */
  readonly parent?: string;
  readonly name: { readonly zh: string; readonly en: string };
}

/** Where the codes come from. The English names are this library's and no standard's. */
export const INDUSTRY_SOURCE: Source = {
  title: 'GB/T 4754-2017 国民经济行业分类, as listed in public repositories',
  document: 'GB/T 4754-2017',
  grade: 'C',
};

/** Per section: `letter zh=en` and then its divisions. */
const SECTIONS: readonly (readonly [section: string, divisions: string])[] = [
  [
    'A 农、林、牧、渔业=Agriculture, forestry, animal husbandry and fishery',
    `01 农业=Farming;02 林业=Forestry;03 畜牧业=Animal husbandry;04 渔业=Fishery;
    05 农、林、牧、渔专业及辅助性活动=Support activities for agriculture`,
  ],
  [
    'B 采矿业=Mining',
    `06 煤炭开采和洗选业=Coal mining and washing;07 石油和天然气开采业=Oil and gas extraction;
    08 黑色金属矿采选业=Ferrous ore mining;09 有色金属矿采选业=Non-ferrous ore mining;
    10 非金属矿采选业=Non-metal ore mining;11 开采专业及辅助性活动=Support activities for mining;
    12 其他采矿业=Other mining`,
  ],
  [
    'C 制造业=Manufacturing',
    `13 农副食品加工业=Processing of farm products;14 食品制造业=Food;
    15 酒、饮料和精制茶制造业=Liquor, beverages and refined tea;16 烟草制品业=Tobacco;
    17 纺织业=Textiles;18 纺织服装、服饰业=Clothing;
    19 皮革、毛皮、羽毛及其制品和制鞋业=Leather, fur, feather and footwear;
    20 木材加工和木、竹、藤、棕、草制品业=Wood and bamboo products;21 家具制造业=Furniture;
    22 造纸和纸制品业=Paper;23 印刷和记录媒介复制业=Printing and reproduction of media;
    24 文教、工美、体育和娱乐用品制造业=Culture, craft, sports and entertainment goods;
    25 石油、煤炭及其他燃料加工业=Petroleum, coal and other fuel processing;
    26 化学原料和化学制品制造业=Chemicals;27 医药制造业=Pharmaceuticals;
    28 化学纤维制造业=Chemical fibres;29 橡胶和塑料制品业=Rubber and plastics;
    30 非金属矿物制品业=Non-metallic mineral products;
    31 黑色金属冶炼和压延加工业=Ferrous metal smelting and rolling;
    32 有色金属冶炼和压延加工业=Non-ferrous metal smelting and rolling;
    33 金属制品业=Metal products;34 通用设备制造业=General equipment;
    35 专用设备制造业=Special equipment;36 汽车制造业=Motor vehicles;
    37 铁路、船舶、航空航天和其他运输设备制造业=Railway, ship, aerospace and other transport equipment;
    38 电气机械和器材制造业=Electrical machinery;
    39 计算机、通信和其他电子设备制造业=Computers, communication and other electronics;
    40 仪器仪表制造业=Instruments and meters;41 其他制造业=Other manufacturing;
    42 废弃资源综合利用业=Recycling of waste resources;
    43 金属制品、机械和设备修理业=Repair of metal products, machinery and equipment`,
  ],
  [
    'D 电力、热力、燃气及水生产和供应业=Electricity, heat, gas and water supply',
    `44 电力、热力生产和供应业=Electricity and heat;45 燃气生产和供应业=Gas;
    46 水的生产和供应业=Water`,
  ],
  [
    'E 建筑业=Construction',
    `47 房屋建筑业=Building;48 土木工程建筑业=Civil engineering;49 建筑安装业=Installation;
    50 建筑装饰、装修和其他建筑业=Decoration and other construction`,
  ],
  ['F 批发和零售业=Wholesale and retail trade', '51 批发业=Wholesale;52 零售业=Retail'],
  [
    'G 交通运输、仓储和邮政业=Transport, storage and post',
    `53 铁路运输业=Railway transport;54 道路运输业=Road transport;55 水上运输业=Water transport;
    56 航空运输业=Air transport;57 管道运输业=Pipeline transport;
    58 多式联运和运输代理业=Multimodal transport and forwarding;
    59 装卸搬运和仓储业=Loading and storage;60 邮政业=Post`,
  ],
  ['H 住宿和餐饮业=Accommodation and catering', '61 住宿业=Accommodation;62 餐饮业=Catering'],
  [
    'I 信息传输、软件和信息技术服务业=Information transmission, software and IT services',
    `63 电信、广播电视和卫星传输服务=Telecommunication, broadcasting and satellite transmission;
    64 互联网和相关服务=Internet services;65 软件和信息技术服务业=Software and IT services`,
  ],
  [
    'J 金融业=Finance',
    `66 货币金融服务=Monetary services;67 资本市场服务=Capital market services;68 保险业=Insurance;
    69 其他金融业=Other finance`,
  ],
  ['K 房地产业=Real estate', '70 房地产业=Real estate'],
  [
    'L 租赁和商务服务业=Leasing and business services',
    '71 租赁业=Leasing;72 商务服务业=Business services',
  ],
  [
    'M 科学研究和技术服务业=Scientific research and technical services',
    `73 研究和试验发展=Research and development;74 专业技术服务业=Professional technical services;
    75 科技推广和应用服务业=Technology promotion and application`,
  ],
  [
    'N 水利、环境和公共设施管理业=Water, environment and public facilities',
    `76 水利管理业=Water conservancy;77 生态保护和环境治理业=Environmental protection;
    78 公共设施管理业=Public facilities;79 土地管理业=Land management`,
  ],
  [
    'O 居民服务、修理和其他服务业=Resident services, repair and other services',
    `80 居民服务业=Resident services;
    81 机动车、电子产品和日用产品修理业=Repair of vehicles, electronics and household goods;
    82 其他服务业=Other services`,
  ],
  ['P 教育=Education', '83 教育=Education'],
  ['Q 卫生和社会工作=Health and social work', '84 卫生=Health;85 社会工作=Social work'],
  [
    'R 文化、体育和娱乐业=Culture, sports and entertainment',
    `86 新闻和出版业=News and publishing;
    87 广播、电视、电影和录音制作业=Broadcasting, film and recording;
    88 文化艺术业=Culture and art;89 体育=Sports;90 娱乐业=Entertainment`,
  ],
  [
    'S 公共管理、社会保障和社会组织=Public administration, social security and organisations',
    `91 中国共产党机关=Organs of the Communist Party of China;92 国家机构=State organs;
    93 人民政协、民主党派=People's political consultative conference and democratic parties;
    94 社会保障=Social security;
    95 群众团体、社会团体和其他成员组织=Mass, social and other membership organisations;
    96 基层群众自治组织及其他组织=Grass-roots self-government and other organisations`,
  ],
  ['T 国际组织=International organisations', '97 国际组织=International organisations'],
];

/** The groups of the two divisions that make equipment, and the class of industrial robots. */
const BELOW = `341 锅炉及原动设备制造=Boilers and prime movers;342 金属加工机械制造=Metalworking machinery;
  343 物料搬运设备制造=Material handling equipment;
  344 泵、阀门、压缩机及类似机械制造=Pumps, valves, compressors and the like;
  345 轴承、齿轮和传动部件制造=Bearings, gears and drives;
  346 烘炉、风机、包装等设备制造=Ovens, fans and packaging equipment;
  347 文化、办公用机械制造=Cultural and office machinery;348 通用零部件制造=General parts;
  349 其他通用设备制造业=Other general equipment;3491 工业机器人制造=Industrial robots;
  351 采矿、冶金、建筑专用设备制造=Equipment for mining, metallurgy and construction;
  352 化工、木材、非金属加工专用设备制造=Equipment for chemicals, wood and non-metals;
  353 食品、饮料、烟草及饲料生产专用设备制造=Equipment for food, beverages, tobacco and feed;
  354 印刷、制药、日化及日用品生产专用设备制造=Equipment for printing, pharmaceuticals and daily goods;
  355 纺织、服装和皮革加工专用设备制造=Equipment for textiles, clothing and leather;
  356 电子和电工机械专用设备制造=Equipment for electronics and electrical machinery;
  357 农、林、牧、渔专用机械制造=Machinery for agriculture, forestry and fishery;
  358 医疗仪器设备及器械制造=Medical instruments and devices;
  359 环保、邮政、社会公共服务及其他专用设备制造=Equipment for environment, post and public services`;

/** Level by length of the code: C, C35, C351, C3511. */
const LEVELS: readonly (Industry['level'] | undefined)[] = [
  undefined,
  'section',
  undefined,
  'division',
  'group',
  'class',
];

/**
 * GB/T 4754-2017: all 20 sections and 97 divisions, the groups of divisions 34 and 35, and class
 * 3491; in ascending order within each section. Grade C, see `INDUSTRY_SOURCE`.
 */
export const INDUSTRIES: readonly Industry[] = SECTIONS.flatMap(([section, divisions]) => {
  const letter = section.slice(0, 1);
  const entries = letter === 'C' ? `${divisions};${BELOW}` : divisions;
  return [industry(section), ...entries.split(';').map((entry) => industry(letter + entry.trim()))];
});

const BY_CODE: ReadonlyMap<string, Industry> = new Map(INDUSTRIES.map((one) => [one.code, one]));

/** The entry of a code; `undefined` for codes below the listed levels, too. */
export function industryOf(code: string): Industry | undefined {
  return BY_CODE.get(code);
}

/** Reads `C35 专用设备制造业=Special equipment`. */
function industry(entry: string): Industry {
  const space = entry.indexOf(' ');
  const equals = entry.indexOf('=');
  const code = entry.slice(0, space);
  const level = LEVELS[code.length];
  if (level === undefined) throw new TypeError(`industry: no level has the code ${code}`);
  const name = { zh: entry.slice(space + 1, equals), en: entry.slice(equals + 1) };
  if (level === 'section') return { code, level, name };
  const parent = level === 'division' ? code.slice(0, 1) : code.slice(0, -1);
  return { code, level, parent, name };
}
