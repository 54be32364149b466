import type { Source } from '../model/index.ts';

/** A bank in document form. */
export interface BankDocument {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly labels?: readonly string[];
  readonly source: Source;
}

/** Label of the 21 institutions that may claim the central bank's re-lending for their loans. */
export const RELENDING_LABEL = 'relending-21';

const RELENDING_SOURCE: Source = {
  title: '科技创新和技术改造再贷款: the 21 national institutions, press quoting the city of 石家庄',
  grade: 'B',
  url: 'https://www.e993.com',
};

/** Publicly known to exist; nothing else is said of them. */
const LOCAL_SOURCE: Source = { title: 'Local lenders of Hubei that publicly exist', grade: 'C' };

const NATIONAL: readonly (readonly [id: string, zh: string, en: string])[] = [
  ['cdb', '国家开发银行', 'China Development Bank'],
  ['adbc', '中国农业发展银行', 'Agricultural Development Bank of China'],
  ['cexim', '中国进出口银行', 'Export-Import Bank of China'],
  ['icbc', '中国工商银行', 'Industrial and Commercial Bank of China'],
  ['abc', '中国农业银行', 'Agricultural Bank of China'],
  ['boc', '中国银行', 'Bank of China'],
  ['ccb', '中国建设银行', 'China Construction Bank'],
  ['bocom', '交通银行', 'Bank of Communications'],
  ['psbc', '中国邮政储蓄银行', 'Postal Savings Bank of China'],
  ['cmb', '招商银行', 'China Merchants Bank'],
  ['spdb', '上海浦东发展银行', 'Shanghai Pudong Development Bank'],
  ['citic', '中信银行', 'China CITIC Bank'],
  ['ceb', '中国光大银行', 'China Everbright Bank'],
  ['hxb', '华夏银行', 'Hua Xia Bank'],
  ['cmbc', '中国民生银行', 'China Minsheng Bank'],
  ['cgb', '广发银行', 'China Guangfa Bank'],
  ['cib', '兴业银行', 'Industrial Bank'],
  ['pab', '平安银行', 'Ping An Bank'],
  ['czb', '浙商银行', 'China Zheshang Bank'],
  ['hfb', '恒丰银行', 'Hengfeng Bank'],
  ['cbhb', '渤海银行', 'China Bohai Bank'],
];

const LOCAL: readonly (readonly [id: string, zh: string, en: string])[] = [
  ['hubei-bank', '湖北银行', 'Hubei Bank'],
  ['hankou-bank', '汉口银行', 'Hankou Bank'],
  ['whrcb', '武汉农村商业银行', 'Wuhan Rural Commercial Bank'],
  ['hbrcc', '湖北省农村信用社联合社', 'Hubei Rural Credit Cooperatives Union'],
];

/**
 * The 21 national institutions of the re-lending facility (grade B), then local lenders of Hubei.
 * The local ones carry an empty list of labels: it is known that they are not among the 21.
 */
export const BANKS: readonly BankDocument[] = [
  ...NATIONAL.map(([id, zh, en]) => ({
    id,
    name: { zh, en },
    labels: [RELENDING_LABEL],
    source: RELENDING_SOURCE,
  })),
  ...LOCAL.map(([id, zh, en]) => ({
    id,
    name: { zh, en },
    labels: [] as readonly string[],
    source: LOCAL_SOURCE,
  })),
];
