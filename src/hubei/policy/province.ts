import { equipmentPurpose, inProvince } from './conditions.ts';
import type { ProgrammeDocument } from './document.ts';

/**
 * Programmes of Hubei. Where the texts seen state no figure, none stands here: such a programme is
 * shown with what is missing and pays nothing in any computation.
 */
export const HUBEI: readonly ProgrammeDocument[] = [
  {
    id: 'hb-equipment-top-up',
    name: { zh: '湖北省设备更新贷款配套贴息', en: 'Hubei top-up of the central subsidy' },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [
      {
        id: '2025-02',
        source: {
          title:
            'Launch in Wuhan, 19 February 2025, by press: a provincial top-up for projects approved nationally; neither rate nor cap nor term was found',
          grade: 'B',
        },
        validFrom: '2025-02-19',
        conditions: [inProvince('42'), equipmentPurpose],
        unset: ['benefit', 'base', 'maximumMonths', 'caps', 'conditions'],
      },
    ],
  },
  {
    id: 'hb-technical-transformation-subsidy',
    name: {
      zh: '湖北新增重点领域技术改造贷款贴息',
      en: 'Hubei subsidy on loans for technical transformation in key fields',
    },
    kind: 'interest-subsidy',
    level: 'province',
    versions: [
      {
        id: '2023-301',
        source: {
          title: 'Named by 武财产〔2024〕57号: rate and cap were not seen',
          document: '鄂经信规划〔2023〕301号',
          grade: 'B',
        },
        // 1.2 million yuan went to two firms of Caidian for loans of these months.
        validFrom: '2023-03-01',
        validTo: '2023-11-30',
        conditions: [inProvince('42'), equipmentPurpose],
        unset: ['benefit', 'caps', 'maximumMonths'],
      },
    ],
  },
  {
    id: 'hb-manufacturing-grant',
    name: {
      zh: '湖北省制造业高质量发展专项',
      en: 'Hubei grant for high-quality manufacturing',
    },
    kind: 'grant',
    level: 'province',
    versions: [
      {
        id: '2025-12',
        source: {
          title: 'Notice of 2025, by press: 10 % of equipment, R&D and industrial software',
          document: '鄂经信规划函〔2025〕12号',
          grade: 'B',
        },
        validFrom: '2025-01-01',
        validTo: '2025-12-31',
        conditions: [
          inProvince('42'),
          {
            code: 'records',
            field: 'enterprise.flags',
            hasNone: ['serious-dishonesty', 'major-accident'],
          },
          {
            code: 'investment',
            any: [
              {
                all: [
                  { field: 'enterprise.labels', hasAny: ['specialised-sme', 'single-champion'] },
                  { field: 'project.investment', min: '10000000' },
                ],
              },
              {
                all: [
                  { field: 'project.investment', min: '20000000' },
                  // 10 % reaches the smallest grant of 1 million yuan.
                  { field: 'project.equipment', min: '10000000' },
                ],
              },
              {
                all: [
                  { field: 'project.investment', min: '20000000' },
                  { ask: 'Do equipment, R&D and software reach the smallest grant?' },
                ],
              },
            ],
          },
          { ask: 'Are there open findings of an audit?' },
        ],
        benefit: { kind: 'grant', share: '10%' },
        // R&D and software count too; a need does not state them, so this is the least.
        base: { part: 'equipment' },
        caps: [{ amount: '10000000', scope: 'project', per: 'life' }],
      },
    ],
  },
  {
    id: 'hb-technical-innovation-loan',
    name: { zh: '湖北省技术创新专项贷', en: 'Hubei loan for technical innovation' },
    kind: 'special-loan',
    level: 'province',
    versions: [
      {
        id: '2025-56',
        source: {
          title: 'Quarterly white-list of the departments of industry and of science, by press',
          document: '鄂经信办函〔2025〕56号',
          grade: 'B',
        },
        validFrom: '2025-01-01',
        conditions: [
          inProvince('42'),
          { code: 'white-list', field: 'project.lists', hasAny: ['hubei-white-list'] },
        ],
        unset: ['benefit'],
      },
    ],
  },
];
