import type { Source } from '../model/index.ts';

/** A reference rate in document form. */
export interface BenchmarkDocument {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly values: readonly {
    readonly from: string;
    readonly rate: string;
    readonly source: Source;
  }[];
  readonly confirmedTo: string;
}

/** One change: the day, the new values (absent: as before), the press that quotes it, its address. */
interface Change {
  readonly from: string;
  readonly oneYear?: string;
  readonly fiveYears?: string;
  readonly seenIn: string;
  readonly url: string;
}

/**
 * Every change since April 2020. Each row names at least two independent items of the press that
 * state it. Together they also state the values before each change, so no change is left out.
 */
const CHANGES: readonly Change[] = [
  {
    from: '2020-04-20',
    oneYear: '3.85%',
    fiveYears: '4.65%',
    seenIn: 'ForexLive, 20 April 2020; 广州日报, 21 July 2021',
    url: 'https://www.forexlive.com/centralbank/!/pboc-lowers-one-and-five-year-lending-interest-rates-20200420',
  },
  {
    from: '2021-12-20',
    oneYear: '3.80%',
    seenIn: '新浪财经, 22 December 2021; Shepherd Gazette and Teletrader, 20 January 2022',
    url: 'https://shepherdgazette.com/the-pboc-cuts-the-policy-rate-lpr-for-1-year-5-years/',
  },
  {
    from: '2022-01-20',
    oneYear: '3.70%',
    fiveYears: '4.60%',
    seenIn: 'Shepherd Gazette and Teletrader, 20 January 2022; 21世纪经济报道, 20 April 2022',
    url: 'https://shepherdgazette.com/the-pboc-cuts-the-policy-rate-lpr-for-1-year-5-years/',
  },
  {
    from: '2022-05-20',
    fiveYears: '4.45%',
    seenIn: 'China News, quoting the central bank, 20 May 2022; ForexLive, 22 August 2022',
    url: 'https://www.tellerreport.com/business/2022-05-20-central-bank--the-lpr-for-more-than-5-years-is-lowered-to-4-45---and-the-lpr-for-1-year-remains-unchanged.SynjJ_Evc.html',
  },
  {
    from: '2022-08-22',
    oneYear: '3.65%',
    fiveYears: '4.30%',
    seenIn: 'ForexLive and Dow Jones Newswires, 22 August 2022',
    url: 'https://www.forexlive.com/centralbank/china-rate-cuts-lpr-1-year-365-from-37-5-year-430-from-445-20220822/',
  },
  {
    from: '2023-06-20',
    oneYear: '3.55%',
    fiveYears: '4.20%',
    seenIn: 'Xinhua by People’s Daily Online, 20 June 2023; CNBC-TV18, 21 August 2023',
    url: 'http://en.people.cn/n3/2023/0620/c90000-20033762.html',
  },
  {
    from: '2023-08-21',
    oneYear: '3.45%',
    seenIn: 'Moneycontrol and CNBC-TV18, 21 August 2023',
    url: 'https://www.moneycontrol.com/news/world/chinas-central-bank-cuts-key-benchmark-loan-rate-to-support-economy-11226331.html',
  },
  {
    from: '2024-02-20',
    fiveYears: '3.95%',
    seenIn: 'dpa-AFX, 20 February 2024; ForexLive, 20 March 2024',
    url: 'https://www.finanznachrichten.de/nachrichten-2024-02/61447127-china-cuts-longer-term-benchmark-lending-rate-020.htm',
  },
  {
    from: '2024-07-22',
    oneYear: '3.35%',
    fiveYears: '3.85%',
    seenIn: 'Finance News Network, 22 July 2024; Financial Times, October 2024',
    url: 'https://www.finnewsnetwork.com.au/archives/finance_news_network470287.html',
  },
  {
    from: '2024-10-21',
    oneYear: '3.10%',
    fiveYears: '3.60%',
    seenIn: 'Financial Times, October 2024; ForexLive, 20 January 2025',
    url: 'https://ai.ftchinese.com/story/001104515/en',
  },
  {
    from: '2025-05-20',
    oneYear: '3.00%',
    fiveYears: '3.50%',
    seenIn: 'S&P Global, 20 May 2025; RTTNews, 20 January and 24 February 2026',
    url: 'https://www.spglobal.com/market-intelligence/en/news-insights/articles/2025/5/china-cuts-key-lending-reference-rates-to-new-alltime-lows-89107190',
  },
];

/** Publication of 20 August 2026: the same values, seen in secondary copies only (grade C). */
const CONFIRMED_TO = '2026-08-20';

/**
 * 贷款市场报价利率 (LPR), one year and five years or more, grade B. It is published on the 20th of each
 * month, or on the next working day, and holds until the next publication. Before 20 April 2020
 * nothing is stated here. The last publication that was seen is that of 20 August 2026; those of
 * October and November 2026 were not. `confirmedTo` ends on that day and no later, although the value
 * held for about a month more: later the rate is unknown.
 */
export const LPR: readonly BenchmarkDocument[] = [
  {
    id: 'LPR-1Y',
    name: { zh: '一年期贷款市场报价利率', en: 'Loan prime rate, 1 year' },
    values: valuesOf('oneYear'),
    confirmedTo: CONFIRMED_TO,
  },
  {
    id: 'LPR-5Y',
    name: { zh: '五年期以上贷款市场报价利率', en: 'Loan prime rate, over 5 years' },
    values: valuesOf('fiveYears'),
    confirmedTo: CONFIRMED_TO,
  },
];

function valuesOf(tenor: 'oneYear' | 'fiveYears'): BenchmarkDocument['values'] {
  return CHANGES.flatMap((change) => {
    const rate = change[tenor];
    const source: Source = { title: change.seenIn, grade: 'B', url: change.url };
    return rate === undefined ? [] : [{ from: change.from, rate, source }];
  });
}
