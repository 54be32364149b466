import { inProvince, manufacturer } from './conditions.ts';
import type { ProgrammeDocument, VersionDocument } from './document.ts';

/**
 * How other provinces let programmes go together: the worked examples S1 to S9 of this library's
 * tests. They show that a new province is data and nothing else. They are no part of a Hubei catalog.
 */

const points = (rate: string) => ({ kind: 'points', rate });
const CENTRAL_SUBSIDY = { levels: ['central'], kinds: ['interest-subsidy'] } as const;

const jiangsu = inProvince('32');
const JIANGSU_2024 = {
  id: '2024',
  source: {
    title: 'Jiangsu, by js.people.com.cn, 11 February 2025',
    document: '苏工信综合〔2024〕98号',
    grade: 'B',
  },
  validFrom: '2024-01-01',
  validTo: '2025-12-31',
  conditions: [jiangsu],
  benefit: points('1%'),
  base: { part: 'equipment-loan' },
} as const satisfies VersionDocument;
const JIANGSU_2026 = {
  ...JIANGSU_2024,
  id: '2026',
  supersedes: '2024',
  source: { title: 'Jiangsu 2026, by fund.caiding5.cn', grade: 'B' },
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
} as const satisfies VersionDocument;

/** Province and city add up; both together stay below the caps. */
function jiangsuCaps(projectYuan: string, enterpriseYuan: string, other: string) {
  return [
    { amount: projectYuan, scope: 'project', per: 'year', with: [other] },
    { amount: enterpriseYuan, scope: 'enterprise', per: 'year', with: [other] },
  ] as const;
}

const hunan = (id: string, version: Omit<VersionDocument, 'id'>): VersionDocument => ({
  id,
  counts: [{ scope: 'enterprise', per: 'year', limit: 2, clause: 'two projects a year' }],
  ...version,
});

const SHANDONG_2023 = {
  id: '2023',
  source: { title: 'Shandong 2023, by news.weishan.cc', grade: 'B' },
  validFrom: '2023-01-01',
  validTo: '2023-12-31',
  conditions: [inProvince('37')],
  benefit: { kind: 'share-of-benchmark', benchmark: 'LPR-1Y', share: '35%' },
  maximumMonths: 36,
  caps: [{ amount: '20000000', scope: 'project', per: 'life' }],
  counts: [{ scope: 'enterprise', per: 'year', limit: 1, clause: 'one a legal person and year' }],
} as const satisfies VersionDocument;

const guangdong = (condition: VersionDocument['conditions']): VersionDocument => ({
  id: '2025',
  source: {
    title: 'Guangdong; scope by gdjr.gov.cn, rate and caps by press',
    document: '粤府办〔2025〕11号, 粤金管〔2025〕15号',
    grade: 'B',
  },
  validFrom: '2025-05-01',
  validTo: '2027-12-31',
  conditions: [inProvince('44'), ...(condition ?? [])],
  benefit: { kind: 'share-of-rate', share: '35%' },
  maximumMonths: 12,
  caps: [
    { amount: '20000000', scope: 'enterprise', per: 'year' },
    { amount: '200000000000', scope: 'pool', per: 'year', of: 'principal' },
  ],
  stacking: [{ rule: 'choose-one', group: 'guangdong', clause: 'one of the provincial schemes' }],
});

export const OTHER_PROVINCES: readonly ProgrammeDocument[] = [
  {
    id: 'js-equipment-province',
    name: { zh: '江苏省设备贷款贴息（省级）', en: 'Jiangsu equipment subsidy, province' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [
      { ...JIANGSU_2024, caps: jiangsuCaps('10000000', '20000000', 'js-equipment-city') },
      {
        ...JIANGSU_2026,
        caps: [
          ...jiangsuCaps('6000000', '10000000', 'js-equipment-city'),
          {
            amount: '20000000',
            scope: 'enterprise',
            per: 'year',
            with: ['js-equipment-city', 'js-leasing'],
            clause: 'with the subsidy on leasing',
          },
        ],
      },
    ],
  },
  {
    id: 'js-equipment-city',
    name: { zh: '江苏省设备贷款贴息（市级）', en: 'Jiangsu equipment subsidy, city' },
    kind: 'interest-subsidy',
    level: 'city',
    versions: [
      JIANGSU_2024,
      {
        ...JIANGSU_2026,
        source: { title: 'Jiangsu 2026, clause on central subsidies, by pfgdzz.com', grade: 'C' },
        stacking: [
          {
            rule: 'replaced-by',
            other: CENTRAL_SUBSIDY,
            clause: 'with a central subsidy of the same kind only the provincial point applies',
          },
        ],
      },
    ],
  },
  {
    id: 'js-leasing',
    name: { zh: '江苏省融资租赁贴息', en: 'Jiangsu subsidy on leasing' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [
      {
        id: '2026',
        source: JIANGSU_2026.source,
        validFrom: '2026-01-01',
        validTo: '2026-12-31',
        conditions: [jiangsu],
        unset: ['benefit'],
      },
    ],
  },
  {
    id: 'js-transport',
    name: { zh: '江苏省交运贷贴息', en: 'Jiangsu subsidy on transport loans' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [
      {
        id: '2024',
        source: {
          title: 'Jiangsu 交运贷, by chacewang.com: national and provincial add up',
          grade: 'B',
        },
        // The first day was not stated.
        validFrom: '2024-01-01',
        conditions: [jiangsu, { field: 'enterprise.industry', within: ['G'] }],
        benefit: points('1.5%'),
      },
    ],
  },
  {
    id: 'hn-technical-transformation',
    name: { zh: '湖南省技改贷款贴息', en: 'Hunan subsidy on technical transformation' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [
      hunan('2024', {
        source: { title: 'Hunan 2024, gxt.hunan.gov.cn, 17 October 2024', grade: 'A' },
        validFrom: '2024-01-01',
        validTo: '2024-12-31',
        conditions: [inProvince('43')],
        benefit: {
          kind: 'points',
          rate: '1%',
          bonuses: [
            { when: { field: 'project.direction', in: ['digital-transformation'] }, share: '20%' },
            { when: { field: 'project.lists', hasAny: ['miit-guide-path'] }, share: '10%' },
          ],
        },
        maximumMonths: 12,
        caps: [
          { amount: '5000000', scope: 'project', per: 'life' },
          { amount: '10000000', scope: 'enterprise', per: 'life' },
        ],
      }),
      hunan('2025', {
        supersedes: '2024',
        source: { title: 'Hunan 2025 on, by policypro.cn', grade: 'B' },
        validFrom: '2025-01-01',
        conditions: [
          inProvince('43'),
          { field: 'project.investment', min: '2000000' },
          { field: 'need.termMonths', min: 12 },
        ],
        benefit: points('1.2%'),
        maximumMonths: 24,
        caps: [{ amount: '5000000', scope: 'project', per: 'life' }],
      }),
    ],
  },
  {
    id: 'sd-technical-transformation',
    name: { zh: '山东省技改专项贷贴息', en: 'Shandong subsidy on technical transformation' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [
      SHANDONG_2023,
      {
        ...SHANDONG_2023,
        id: '2025',
        supersedes: '2023',
        source: { title: 'Shandong 2025, by dingtaide.cn (Jining)', grade: 'B' },
        validFrom: '2025-01-01',
        validTo: '2025-12-31',
        conditions: [inProvince('37'), { field: 'need.amount', min: '30000000' }],
        stacking: [
          {
            rule: 'excludes',
            other: { programmes: ['cn-equipment-subsidy'] },
            clause: 'proof that the project did not get the national equipment subsidy',
          },
        ],
      },
    ],
  },
  {
    id: 'gd-manufacturing',
    name: { zh: '广东省制造业贷款贴息', en: 'Guangdong subsidy on loans of manufacturers' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [guangdong([manufacturer])],
  },
  {
    id: 'gd-high-tech',
    name: { zh: '广东省高新技术企业贷款贴息', en: 'Guangdong subsidy on loans of high-tech firms' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [guangdong([{ field: 'enterprise.labels', hasAny: ['high-tech'] }])],
  },
  {
    id: 'sc-equipment',
    name: { zh: '四川省设备更新贷款贴息', en: 'Sichuan subsidy on equipment loans' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [
      {
        id: '2024',
        source: { title: 'Sichuan from 1 January 2024, jjhxxhj.yibin.gov.cn', grade: 'A' },
        validFrom: '2024-01-01',
        conditions: [inProvince('51')],
        benefit: points('1.5%'),
        maximumMonths: 12,
        caps: [{ amount: '5000000', scope: 'loan', per: 'life' }],
        // 先付后贴: the enterprise pays, the bank returns it without an application.
        payment: { kind: 'reimbursed' },
      },
    ],
  },
];
