import type { CriterionDocument } from '../catalog/document.ts';
import {
  equipmentPurpose,
  handlingBank,
  NO_SECOND_CENTRAL,
  onNationalList,
  privateSme,
  relendingBank,
} from './conditions.ts';
import type { ProgrammeDocument } from './document.ts';

/**
 * Subsidies of the central treasury. Between 2024 and 2026 the rate, the base and the start of the
 * clock moved: 2024 from the payment to the supplier, 2026 from the disbursement. After 31 December
 * 2026 nothing is known.
 */

const points = (rate: string) => ({ kind: 'points', rate });

const requiresRelending = {
  rule: 'requires',
  other: { programmes: ['cn-tech-relending'] },
  clause: 'the loan obtained re-lending support',
} as const;

const EQUIPMENT_2024 = {
  conditions: [onNationalList, equipmentPurpose, relendingBank],
  clock: 'supplier-payment',
  maximumMonths: 24,
  stacking: [requiresRelending],
  // The bank deducts the subsidy when it collects interest.
  payment: { kind: 'deducted' },
} as const;

/** Chains that 财金〔2026〕4号 lists, as far as a division of GB/T 4754 means the same. */
const listedChain: CriterionDocument = {
  code: 'chain',
  any: [
    {
      field: 'enterprise.industry',
      // Machine tools, pharma, medical instruments, aircraft, rail and ships, farm machines,
      // instruments, servers, mobile communication, industrial robots.
      within: ['C342', 'C27', 'C358', 'C37', 'C357', 'C40', 'C391', 'C392', 'C3491'],
    },
    { ask: 'Does the enterprise belong to one of the listed chains or sectors?' },
  ],
};

const SME_SUBSIDY = {
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  conditions: [privateSme, listedChain, { ...equipmentPurpose, code: 'fixed-asset-loan' }],
  benefit: points('1.5%'),
  maximumMonths: 24,
  stacking: [
    { ...NO_SECOND_CENTRAL, clause: 'the same loan may not enjoy another central subsidy' },
  ],
} as const;

const SERVICE_SUBSIDY = {
  conditions: [
    { code: 'sector', field: 'enterprise.industry', notWithin: ['C'] },
    { ask: 'Does the enterprise belong to one of the service sectors of the scheme?' },
  ],
  benefit: points('1%'),
  maximumMonths: 12,
  stacking: [
    { ...NO_SECOND_CENTRAL, clause: 'no other central subsidy' },
    {
      rule: 'residual',
      other: { levels: ['province', 'city', 'county'], kinds: ['interest-subsidy'] },
      clause: 'may not exceed the actual rate left after a local subsidy',
    },
  ],
  funding: [
    { level: 'central', share: '90%' },
    { level: 'province', share: '10%' },
  ],
} as const;

export const CENTRAL: readonly ProgrammeDocument[] = [
  {
    id: 'cn-equipment-subsidy',
    name: { zh: '设备更新贷款财政贴息', en: 'Central subsidy on equipment-renewal loans' },
    kind: 'interest-subsidy',
    level: 'central',
    versions: [
      {
        ...EQUIPMENT_2024,
        id: '2024-54',
        source: {
          title: '设备更新贷款财政贴息 (June 2024), in mirrors',
          document: '财金〔2024〕54号',
          grade: 'B',
          url: 'http://jlkjtz.com/zcfx/612.html',
        },
        validFrom: '2024-03-07',
        validTo: '2024-12-31',
        // The day within June was not seen.
        knownFrom: '2024-06-30',
        datedBy: 'contract',
        benefit: points('1%'),
      },
      {
        ...EQUIPMENT_2024,
        id: '2024-1104',
        supersedes: '2024-54',
        source: {
          title: "People's Daily Overseas, 30 July 2024: 1.5 points, 20bn yuan",
          document: '发改环资〔2024〕1104号',
          grade: 'B',
        },
        validFrom: '2024-03-07',
        validTo: '2024-12-31',
        knownFrom: '2024-07-30',
        datedBy: 'contract',
        benefit: points('1.5%'),
        caps: [{ amount: '20000000000', scope: 'pool', per: 'life' }],
      },
      {
        ...EQUIPMENT_2024,
        id: '2024-155',
        supersedes: '2024-1104',
        source: {
          title: 'Full text in a mirror: earlier contracts count if disbursed after 7 March 2024',
          document: '财金〔2024〕155号',
          grade: 'B',
        },
        validFrom: '2024-03-07',
        knownFrom: '2024-12-27',
        benefit: points('1.5%'),
      },
      {
        id: '2026-2',
        supersedes: '2024-155',
        source: {
          title: 'Ministry of Finance, 19 January 2026, by press',
          document: '财金〔2026〕2号',
          grade: 'B',
          url: 'https://chinadailybrief.com/article/696f5b92f0d0f4177567a6fa',
        },
        validFrom: '2026-01-01',
        validTo: '2026-12-31',
        knownFrom: '2026-01-19',
        conditions: [equipmentPurpose, handlingBank],
        benefit: points('1.5%'),
        clock: 'disbursement',
        maximumMonths: 24,
      },
    ],
  },
  {
    id: 'cn-sme-subsidy',
    name: { zh: '中小微企业贷款贴息', en: 'Central subsidy on loans of private SMEs' },
    kind: 'interest-subsidy',
    level: 'central',
    versions: [
      {
        ...SME_SUBSIDY,
        id: '2026-4',
        source: {
          title: 'Ministry of Finance, 20 January 2026, by press',
          document: '财金〔2026〕4号',
          grade: 'B',
          url: 'http://www.chinacsr.com/cn/2026/01/27/62071',
        },
        knownFrom: '2026-01-20',
        base: { part: 'loan', cap: { amount: '50000000', scope: 'enterprise' } },
      },
      {
        ...SME_SUBSIDY,
        id: '2026-71',
        supersedes: '2026-4',
        source: {
          title: 'Upgrade in force from 1 August 2026, in two secondary items',
          document: '财金〔2026〕71号',
          grade: 'C',
        },
        validFrom: '2026-08-01',
        base: { part: 'loan', cap: { amount: '75000000', scope: 'enterprise' } },
      },
    ],
  },
  {
    id: 'cn-sme-working-capital-subsidy',
    name: {
      zh: '中小微企业流动资金贷款贴息',
      en: 'Central subsidy on working-capital loans of private SMEs',
    },
    kind: 'interest-subsidy',
    level: 'central',
    versions: [
      {
        ...SME_SUBSIDY,
        id: '2026-71',
        source: {
          title: 'New working-capital loans of private SMEs from 1 August 2026, secondary items',
          document: '财金〔2026〕71号',
          grade: 'C',
        },
        validFrom: '2026-08-01',
        conditions: [
          privateSme,
          { code: 'purpose', field: 'need.purpose', in: ['working-capital'] },
        ],
        benefit: points('1%'),
        base: { part: 'loan', cap: { amount: '75000000', scope: 'enterprise' } },
      },
    ],
  },
  {
    id: 'cn-service-subsidy',
    name: { zh: '服务业经营主体贷款贴息', en: 'Central subsidy on loans of service firms' },
    kind: 'interest-subsidy',
    level: 'central',
    versions: [
      {
        ...SERVICE_SUBSIDY,
        id: '2025-81',
        source: {
          title: 'Ministry of Finance, August 2025, by press',
          document: '财金〔2025〕81号',
          grade: 'B',
        },
        validFrom: '2025-03-16',
        validTo: '2025-12-31',
        // The day within August was not seen.
        knownFrom: '2025-08-31',
        base: { part: 'loan', cap: { amount: '1000000', scope: 'enterprise' } },
      },
      {
        ...SERVICE_SUBSIDY,
        id: '2026-5',
        supersedes: '2025-81',
        source: {
          title: 'Ministry of Finance, January 2026, by press: more sectors, 10m yuan a firm',
          document: '财金〔2026〕5号',
          grade: 'B',
        },
        validFrom: '2026-01-01',
        validTo: '2026-12-31',
        // The day within January was not seen.
        knownFrom: '2026-01-31',
        base: { part: 'loan', cap: { amount: '10000000', scope: 'enterprise' } },
      },
    ],
  },
  {
    id: 'cn-bond-extra-subsidy',
    name: {
      zh: '超长期特别国债追加贴息',
      en: 'Extra subsidy from ultra-long special bonds',
    },
    kind: 'interest-subsidy',
    level: 'central',
    versions: [
      {
        id: '2025-01',
        source: {
          title: 'NDRC and Ministry of Finance, January 2025, secondary: no rate was found',
          grade: 'C',
        },
        validFrom: '2025-01-01',
        knownFrom: '2025-01-31',
        conditions: [onNationalList, equipmentPurpose],
        unset: ['benefit', 'caps', 'maximumMonths'],
      },
    ],
  },
  {
    id: 'cn-private-investment-guarantee',
    name: { zh: '民间投资专项担保计划', en: 'Guarantee plan for private investment' },
    kind: 'guarantee',
    level: 'central',
    versions: [
      {
        id: '2026-01',
        source: {
          title: 'Guarantee plan of January 2026, by press: 40 % of the risk, 20m yuan a firm',
          grade: 'B',
          url: 'https://info.lgmi.com/html/202601/20/5058.htm',
        },
        validFrom: '2026-01-20',
        conditions: [
          privateSme,
          {
            code: 'records',
            field: 'enterprise.flags',
            hasNone: [
              'dishonest-debtor',
              'serious-dishonesty',
              'abnormal-operation',
              'major-accident',
              'pollution-offence',
              'tax-offence',
              'obsolete-industry',
            ],
          },
        ],
        benefit: { kind: 'guarantee', share: '40%' },
        base: { part: 'loan', cap: { amount: '20000000', scope: 'enterprise' } },
      },
    ],
  },
];
