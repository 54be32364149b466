import type { DeadlineRule } from '../../model/index.ts';
import { dayOfCivil } from '../../units/civil.ts';
import type { Rate } from '../../units/rate.ts';

const EQUIPMENT = ['cn-equipment-subsidy'];

/** 财金〔2024〕54号: 80 % of a quarter's need is paid ahead, the rest after the audit (grade B). */
export const ADVANCE_SHARE: Rate = 800_000 as Rate;

/**
 * Time limits of the central equipment subsidy. The procedure of 2024 was seen on a third-party
 * mirror only. When the limit of 2026 starts is read here as: with the bank's claim.
 */
export const DEADLINES: readonly DeadlineRule[] = [
  {
    id: '2024-54-advance',
    duty: {
      zh: '省级财政部门拨付一个季度所需贴息资金的80%',
      en: "The province pays 80 % of one quarter's need",
    },
    owedBy: 'province',
    programmes: EQUIPMENT,
    validFrom: dayOfCivil(2024, 3, 7),
    validTo: dayOfCivil(2025, 12, 31),
    after: 'claim',
    limit: { workingDays: 5 },
    source: {
      title: '设备更新贷款财政贴息, part 3, in a mirror',
      document: '财金〔2024〕54号',
      grade: 'B',
      url: 'http://jlkjtz.com/zcfx/612.html',
    },
  },
  {
    id: '2026-2-payment',
    duty: { zh: '省级财政部门拨付贴息资金', en: 'The province pays the subsidy' },
    owedBy: 'province',
    programmes: EQUIPMENT,
    validFrom: dayOfCivil(2026, 1, 1),
    validTo: dayOfCivil(2026, 12, 31),
    after: 'claim',
    limit: { workingDays: 10 },
    source: {
      title: 'Ministry of Finance, 19 January 2026, by press',
      document: '财金〔2026〕2号',
      grade: 'B',
      url: 'https://chinadailybrief.com/article/696f5b92f0d0f4177567a6fa',
    },
  },
  {
    id: '2026-2-clearing',
    duty: { zh: '完成最终清算', en: 'Everything is settled' },
    owedBy: 'province',
    programmes: EQUIPMENT,
    validFrom: dayOfCivil(2026, 1, 1),
    validTo: dayOfCivil(2028, 12, 31),
    after: 'fixed',
    limit: { day: dayOfCivil(2029, 1, 31) },
    source: {
      title: 'Ministry of Finance, 19 January 2026, by press',
      document: '财金〔2026〕2号',
      grade: 'B',
    },
  },
];

/**
 * A city's own limit, as an example: the bank's branch in Binzhou files within ten days after the end
 * of a quarter. It does not hold in Hubei.
 */
export const BINZHOU_FILING: DeadlineRule = {
  id: 'binzhou-filing',
  duty: { zh: '季后10日内申报', en: 'The branch files within 10 days after the quarter' },
  owedBy: 'bank',
  programmes: EQUIPMENT,
  after: 'quarter-end',
  limit: { calendarDays: 10 },
  source: { title: 'Binzhou, in a mirror', document: '滨财金〔2024〕20号', grade: 'B' },
};
