import type { Source } from '../../model/index.ts';
import type { CriterionDocument } from '../catalog/document.ts';
import { equipmentPurpose, onNationalList, relendingBank } from './conditions.ts';
import type { ProgrammeDocument } from './document.ts';

/**
 * Re-lending of the central bank: banks lend first and claim afterwards, on their own decision and at
 * their own risk. One year, rolled over twice, so three years at most. How often claims are taken is
 * not stated in any text seen.
 */

const source = (title: string, grade: Source['grade'], url?: string): Source =>
  url === undefined ? { title, grade } : { title, grade, url };

const listedOrTechSme: CriterionDocument = {
  code: 'scope',
  any: [
    { all: [onNationalList, equipmentPurpose] },
    { field: 'enterprise.labels', hasAny: ['tech-sme'] },
  ],
};

/** From 2026 also private SMEs with high R&D spending: which these are is not defined in any text. */
const wideScope: CriterionDocument = {
  code: 'scope',
  any: [
    { all: [onNationalList, equipmentPurpose] },
    { field: 'enterprise.labels', hasAny: ['tech-sme'] },
    { ask: 'Is it a private SME with high spending on research? No definition was seen.' },
  ],
};

const terms = (rate: string, share: string) => ({
  kind: 'relending',
  share,
  rate,
  tenorMonths: 12,
  rollovers: 2,
});

/** The whole quota of the tool, counted in money re-lent. */
const quota = (yuan: string) =>
  [{ amount: yuan, scope: 'pool', per: 'life', of: 'principal' }] as const;

export const RELENDING: readonly ProgrammeDocument[] = [
  {
    id: 'cn-tech-relending-2022',
    name: { zh: '科技创新再贷款（前身）', en: 'Technology re-lending (predecessor)' },
    kind: 'relending',
    level: 'central',
    versions: [
      {
        id: '2022-04',
        source: source(
          'Notice of the city government of Yueyang',
          'B',
          'https://yueyang.gov.cn/jrb/7667/7669/content_1938823.html',
        ),
        validFrom: '2022-04-28',
        // The day before the tool that took its place.
        validTo: '2024-04-06',
        conditions: [
          relendingBank,
          {
            code: 'scope',
            field: 'enterprise.labels',
            hasAny: [
              'high-tech',
              'specialised-sme',
              'little-giant',
              'innovation-demonstrator',
              'single-champion',
            ],
          },
        ],
        benefit: terms('1.75%', '60%'),
        caps: quota('200000000000'),
      },
    ],
  },
  {
    id: 'cn-equipment-relending-2022',
    name: { zh: '设备更新改造专项再贷款（前身）', en: 'Equipment re-lending (predecessor)' },
    kind: 'relending',
    level: 'central',
    versions: [
      {
        id: '2022-09',
        source: source(
          'Beijing Daily, in a mirror; borrower rate at most 3.2 %, list run by the NDRC',
          'B',
          'http://hsxyk.com/dkzx/17134.html',
        ),
        validFrom: '2022-09-28',
        validTo: '2024-04-06',
        conditions: [
          relendingBank,
          { code: 'list', field: 'project.lists', hasAny: ['ndrc'] },
          equipmentPurpose,
        ],
        benefit: terms('1.75%', '100%'),
        caps: quota('200000000000'),
      },
    ],
  },
  {
    id: 'cn-tech-relending',
    name: {
      zh: '科技创新和技术改造再贷款',
      en: 'Re-lending for technology and technical transformation',
    },
    kind: 'relending',
    level: 'central',
    versions: [
      {
        id: '2024-04',
        source: source(
          'PBoC, 7 April 2024, by TechNode; share of 60 % by 71.cn',
          'B',
          'https://cn.technode.com/post/2024-04-07/pbc-scientific-innovation',
        ),
        validFrom: '2024-04-07',
        conditions: [relendingBank, listedOrTechSme],
        benefit: terms('1.75%', '60%'),
        caps: quota('500000000000'),
      },
      {
        id: '2025-05',
        supersedes: '2024-04',
        source: source('PBoC, 7 May 2025, by press: quota +300bn, rate -0.25 pp', 'B'),
        validFrom: '2025-05-07',
        conditions: [relendingBank, listedOrTechSme],
        benefit: terms('1.5%', '60%'),
        caps: quota('800000000000'),
      },
      {
        id: '2026-01',
        supersedes: '2025-05',
        source: source(
          'PBoC, January 2026, by press: quota +400bn, rate -0.25 pp, private SMEs with R&D',
          'B',
          'https://udn.com/news/story/7333/9268430',
        ),
        validFrom: '2026-01-19',
        conditions: [relendingBank, wideScope],
        benefit: terms('1.25%', '60%'),
        caps: quota('1200000000000'),
      },
      {
        id: '2026-09',
        supersedes: '2026-01',
        source: {
          title:
            'Package of 28 September 2026 in secondary items; the rate was last confirmed at 1.25 %, and whether loans made before count in full is not clear',
          grade: 'C',
          url: 'https://www.gov.cn/lianbo/202609/content_7082400.htm',
        },
        validFrom: '2026-09-29',
        conditions: [relendingBank, wideScope],
        benefit: terms('1.25%', '100%'),
        caps: quota('1400000000000'),
      },
    ],
  },
];
