import type { Source } from '../model/index.ts';
import { dayOfCivil } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import type { WorkingCalendarData } from '../units/working-days.ts';

/** Month and day. */
type Date = readonly [month: number, day: number];

interface HolidayYear {
  readonly year: number;
  readonly source: Source;
  /** First and last day of each time off. */
  readonly off: readonly (readonly [Date, Date])[];
  /** Weekend days worked in return. */
  readonly worked: readonly Date[];
}

const notice = (year: number, document: string, url: string): Source => ({
  title: `国务院办公厅关于${year}年部分节假日安排的通知`,
  document,
  grade: 'B',
  url,
});

/** New Year, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn, National Day. */
const YEARS: readonly HolidayYear[] = [
  {
    year: 2024,
    source: notice(
      2024,
      '国办发明电〔2023〕7号',
      'https://www.gov.cn/zhengce/content/202310/content_6911527.htm',
    ),
    off: [
      [
        [1, 1],
        [1, 1],
      ],
      [
        [2, 10],
        [2, 17],
      ],
      [
        [4, 4],
        [4, 6],
      ],
      [
        [5, 1],
        [5, 5],
      ],
      [
        [6, 10],
        [6, 10],
      ],
      [
        [9, 15],
        [9, 17],
      ],
      [
        [10, 1],
        [10, 7],
      ],
    ],
    worked: [
      [2, 4],
      [2, 18],
      [4, 7],
      [4, 28],
      [5, 11],
      [9, 14],
      [9, 29],
      [10, 12],
    ],
  },
  {
    year: 2025,
    source: notice(
      2025,
      '国办发明电〔2024〕12号',
      'https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm',
    ),
    off: [
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 28],
        [2, 4],
      ],
      [
        [4, 4],
        [4, 6],
      ],
      [
        [5, 1],
        [5, 5],
      ],
      [
        [5, 31],
        [6, 2],
      ],
      [
        [10, 1],
        [10, 8],
      ],
    ],
    worked: [
      [1, 26],
      [2, 8],
      [4, 27],
      [9, 28],
      [10, 11],
    ],
  },
  {
    year: 2026,
    source: notice(
      2026,
      '国办发明电〔2025〕7号',
      'https://politics.gmw.cn/2025-11/04/content_38391083.htm',
    ),
    off: [
      [
        [1, 1],
        [1, 3],
      ],
      [
        [2, 15],
        [2, 23],
      ],
      [
        [4, 4],
        [4, 6],
      ],
      [
        [5, 1],
        [5, 5],
      ],
      [
        [6, 19],
        [6, 21],
      ],
      [
        [9, 25],
        [9, 27],
      ],
      [
        [10, 1],
        [10, 7],
      ],
    ],
    worked: [
      [1, 4],
      [2, 14],
      [2, 28],
      [5, 9],
      [9, 20],
      [10, 10],
    ],
  },
];

/** The notices behind the calendar, by year. */
export const HOLIDAY_SOURCES: Readonly<Record<number, Source>> = Object.fromEntries(
  YEARS.map(({ year, source }) => [year, source]),
);

/**
 * Working days of China from 2024 to 2026, by the notices of the State Council's General Office.
 * The holidays of 2027 were not published when this was written: that year is unknown.
 */
export const CHINA_WORKING_DAYS: WorkingCalendarData = {
  id: 'CN-2024-2026',
  from: dayOfCivil(2024, 1, 1),
  to: dayOfCivil(2026, 12, 31),
  holidays: YEARS.flatMap(({ year, off }) =>
    off.flatMap(([first, last]) => {
      const from = dayOfCivil(year, ...first);
      const length = dayOfCivil(year, ...last) - from + 1;
      return Array.from({ length }, (_, index) => (from + index) as Day);
    }),
  ),
  makeUpDays: YEARS.flatMap(({ year, worked }) => worked.map((date) => dayOfCivil(year, ...date))),
};
