import type { Source } from '../model/index.ts';

/** An identifier of this data pack with its names. */
export interface Term {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
}

const DIRECTION_SOURCE: Source = {
  title: '推动工业领域设备更新实施方案',
  document: '工信部联规〔2024〕53号',
  grade: 'B',
};

const TEXTS_SOURCE: Source = {
  title: 'MIIT and Hebei, Shandong, Hubei notices on filing projects, 2024 and 2025',
  document: '工信厅规函〔2024〕148号, 工信厅规函〔2024〕348号',
  grade: 'B',
};

/** Where the groups of terms come from; a group that is not named here is this library's choice. */
export const TERM_SOURCES: {
  readonly directions: Source;
  readonly labels: Source;
  readonly permits: Source;
} = {
  directions: DIRECTION_SOURCE,
  labels: { title: '优质中小企业梯度培育 and kindred lists, secondary sources', grade: 'C' },
  permits: TEXTS_SOURCE,
};

const term = (id: string, zh: string, en: string): Term => ({ id, name: { zh, en } });

/** Qualifications of an enterprise. They expire: state from when to when they hold. */
export const LABELS: readonly Term[] = [
  term('high-tech', '高新技术企业', 'High and new technology enterprise'),
  term('tech-sme', '科技型中小企业', 'Technology SME'),
  term('innovative-sme', '创新型中小企业', 'Innovative SME'),
  term('specialised-sme', '专精特新中小企业', 'Provincial specialised SME'),
  term('little-giant', '专精特新“小巨人”企业', 'National little giant'),
  term('single-champion', '制造业单项冠军', 'Manufacturing single champion'),
  term('innovation-demonstrator', '国家技术创新示范企业', 'National innovation demonstrator'),
  term('unicorn', '独角兽企业', 'Unicorn'),
  term('chain-leader', '链主企业', 'Leader of an industrial chain'),
];

/** Adverse records of an enterprise. */
export const FLAGS: readonly Term[] = [
  term('dishonest-debtor', '失信被执行人', 'Dishonest judgment debtor'),
  term('serious-dishonesty', '严重失信主体', 'Listed for serious dishonesty'),
  term('abnormal-operation', '经营异常名录', 'Listed for abnormal operation'),
  term('major-accident', '三年内重大安全或质量事故', 'Major accident within three years'),
  term('pollution-offence', '三年内重大环境违法', 'Major pollution offence within three years'),
  term('tax-offence', '三年内重大税收违法', 'Major tax offence within three years'),
  term('obsolete-industry', '限制类或淘汰类产业', 'Restricted or obsolete industry'),
];

/** Lists that may carry a project. */
export const LISTS: readonly Term[] = [
  term('miit-1', '工信部第一批项目清单', 'MIIT list, batch 1'),
  term('miit-2', '工信部第二批项目清单', 'MIIT list, batch 2'),
  term('miit-3', '工信部第三批项目清单', 'MIIT list, batch 3'),
  term('miit-4', '工信部第四批项目清单', 'MIIT list, batch 4'),
  term('miit-5', '工信部第五批项目清单', 'MIIT list, batch 5'),
  term('special-bond', '超长期特别国债项目清单', 'Special-bond project list'),
  term('ndrc', '发展改革委设备更新贷款清单', 'NDRC list of equipment-renewal loans'),
  term(
    'hubei-reserve',
    '湖北省技术改造滚动项目库',
    'Hubei rolling list of technical transformation',
  ),
  term(
    'hubei-white-list',
    '湖北省技术创新专项贷白名单',
    'Hubei white-list of technical innovation loans',
  ),
];

/** The four directions of 工信部联规〔2024〕53号. */
export const DIRECTIONS: readonly Term[] = [
  term('advanced-equipment', '先进设备更新', 'Renewal by advanced equipment'),
  term('digital-transformation', '数字化转型', 'Digital transformation'),
  term('green-equipment', '绿色装备推广', 'Green equipment'),
  term('intrinsic-safety', '本质安全水平提升', 'Intrinsic safety'),
];

/** Permits that a project needs before it starts. */
export const PERMITS: readonly Term[] = [
  term('filing', '项目备案或核准', 'Filing or approval'),
  term('planning', '规划许可', 'Planning'),
  term('land', '用地手续', 'Land'),
  term('energy-review', '节能审查', 'Energy review'),
  term('environment', '环境影响评价', 'Environmental impact assessment'),
  term('safety-review', '安全审查', 'Safety review'),
];

/** What a loan is for. */
export const PURPOSES: readonly Term[] = [
  term('equipment-renewal', '设备更新', 'Equipment renewal'),
  term('technical-transformation', '技术改造', 'Technical transformation'),
  term('digital-transformation', '数字化转型', 'Digital transformation'),
  term('green-upgrade', '绿色化改造', 'Green upgrade'),
  term('safety-upgrade', '安全化改造', 'Safety upgrade'),
  term('factory-construction', '厂房建设', 'Factory construction'),
  term('rd-innovation', '研发创新', 'Research, development and innovation'),
  term('working-capital', '流动资金', 'Working capital'),
];

/** What can be pledged. Receivables, IP, inventory and machinery: SME Promotion Law, article 19. */
export const COLLATERAL_TYPES: readonly Term[] = [
  term('real-estate', '房地产', 'Real estate'),
  term('machinery', '机器设备', 'Machinery'),
  term('receivables', '应收账款', 'Receivables'),
  term('inventory', '存货', 'Inventory'),
  term('ip', '知识产权', 'Intellectual property'),
  term('deposit', '存单', 'Deposit'),
  term('guarantee', '第三方保证', 'Guarantee by a third party'),
];

/** Grades of borrowers, best first: three grades, nine levels (grade C). */
export const CREDIT_GRADES: readonly string[] = [
  'AAA',
  'AA',
  'A',
  'BBB',
  'BB',
  'B',
  'CCC',
  'CC',
  'C',
];
