import type { BankRows } from './build.ts';
import type { CriterionDocument } from './document.ts';
import {
  ageMonths,
  ask,
  grade,
  industry,
  inHubei,
  labelled,
  listed,
  permits,
  range,
  region,
  size,
} from './parts.ts';

const CLAUSE = '“数链e贷” as published, grade C: 460.net.cn/news/show-286309.html';

const published = (criterion: CriterionDocument): CriterionDocument => ({
  ...criterion,
  clause: CLAUSE,
});

/**
 * The eligibility rules that 湖北银行 published for “数链e贷” (grade C). Amounts, terms and price of the
 * product below are made up all the same.
 */
const DATA_CHAIN_RULES: readonly CriterionDocument[] = [
  published(range('legal-rep-age', 'enterprise.legalRepAge', 18, 63)),
  published(range('legal-rep-share', 'enterprise.legalRepShare', '10%')),
  published(ageMonths(12)),
  published(range('legal-rep-change', 'enterprise.legalRepMonths', 6)),
  published({ code: 'tax-grade', field: 'enterprise.taxGrade', notIn: ['D'] }),
  published(range('invoicing-gap', 'enterprise.longestInvoicingGapDays', undefined, 180)),
  published(range('zero-filing', 'enterprise.zeroFilingMonths12m', undefined, 3)),
  published(range('debt-to-invoices', 'enterprise.debtToInvoices12m', undefined, '80%')),
  published(range('enquiries-3', 'enterprise.creditEnquiries3m', undefined, 5)),
  published(range('enquiries-6', 'enterprise.creditEnquiries6m', undefined, 8)),
  published(inHubei),
  published({ code: 'no-branch', field: 'enterprise.isBranch', in: [false] }),
];

/** Illustrative products of lenders of Hubei; some lend in their own region only. */
export const LOCAL_BANKS: BankRows = {
  'hubei-bank': [
    [
      'micro-credit',
      [10, 500],
      [3, 24],
      70,
      2,
      { suffix: 'data-chain', criteria: DATA_CHAIN_RULES },
    ],
    ['equipment-renewal', [50, 3000], [12, 60], 10, 8, { criteria: [grade('BB')] }],
    [
      'technical-transformation',
      [200, 8000],
      [12, 72],
      5,
      12,
      { criteria: [listed('hubei-reserve')] },
    ],
    ['white-list', [100, 3000], [6, 48], 0, 8],
    ['guaranteed', [30, 1000], [6, 36], 25, 7],
    ['specialised', [50, 2000], [6, 36], 8, 6],
    [
      'factory-construction',
      [100, 5000],
      [24, 120],
      20,
      15,
      { criteria: [grade('BBB'), permits('filing', 'land')] },
    ],
    ['safety-upgrade', [30, 2000], [12, 60], 15, 10, { collateral: null, criteria: [grade('BB')] }],
    ['green-upgrade', [50, 5000], [24, 96], 5, 12, { criteria: [grade('BB')] }],
  ],
  'hankou-bank': [
    [
      'tech-innovation',
      [50, 2000],
      [6, 36],
      20,
      6,
      { criteria: [region('420100', '420700', '420900', '421100')] },
    ],
    ['equipment-renewal', [100, 3000], [12, 48], 12, 8, { criteria: [region('420100')] }],
    ['ip-pledge', [30, 1000], [6, 24], 30, 8],
    ['first-loan', [20, 500], [6, 36], 40, 5, { criteria: [region('420100')] }],
    [
      'digital-transformation',
      [30, 1000],
      [6, 36],
      20,
      6,
      { criteria: [region('420100', '420200')] },
    ],
  ],
  whrcb: [
    ['micro-credit', [5, 300], [3, 24], 110, 2, { criteria: [region('420100')] }],
    ['existing-client', [30, 1500], [6, 48], 30, 4, { criteria: [region('420100')] }],
    [
      'guaranteed',
      [20, 800],
      [6, 36],
      40,
      6,
      { criteria: [region('420100'), size('micro', 'small')] },
    ],
    ['factory-construction', [300, 5000], [24, 84], 30, 20, { criteria: [region('420100')] }],
  ],
  hbrcc: [
    ['county', [10, 1000], [3, 36], 60, 6, { criteria: [region('420300', '422800', '429021')] }],
    [
      'county',
      [10, 1500],
      [3, 48],
      50,
      6,
      { suffix: 'east', criteria: [region('421100', '421200', '420900')] },
    ],
    ['sme-working-capital', [20, 1000], [3, 24], 55, 5],
    [
      'factory-construction',
      [50, 2000],
      [24, 84],
      35,
      15,
      { collateral: null, criteria: [grade('BB'), permits('filing', 'land')] },
    ],
    ['green-upgrade', [30, 1500], [12, 72], 25, 12, { collateral: null, criteria: [grade('BB')] }],
    [
      'safety-upgrade',
      [20, 800],
      [6, 36],
      40,
      10,
      { criteria: [industry('B', 'C'), ask('A member cooperative of the county decides.')] },
    ],
    [
      'equipment-renewal',
      [20, 1000],
      [6, 48],
      35,
      8,
      { criteria: [grade('B'), labelled('innovative-sme', 'specialised-sme', 'tech-sme')] },
    ],
  ],
};
