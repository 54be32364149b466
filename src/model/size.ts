import type { Money } from '../units/money.ts';
import { readOrThrow } from '../units/unreadable.ts';
import type { SizeClass } from './need.ts';

/** The figures that decide a size class. What is absent is unknown. */
export interface SizeFigures {
  /** Industry of the enterprise (GB/T 4754 with its section letter: C3511). */
  readonly industry?: string;
  /** 从业人员. */
  readonly employees?: number;
  /** 营业收入 of the last full year. */
  readonly revenue?: Money;
  /** 资产总额 at the end of the last full year. */
  readonly assets?: Money;
}

/** The figures at which a firm stops being micro, small and medium, in ascending order. */
type Floors = readonly [small: number, medium: number, large: number];

/** One line of the table; an absent figure does not count in that industry. */
interface SizeLine {
  readonly employees?: Floors;
  readonly revenue?: Floors;
  readonly assets?: Floors;
}

const CLASSES: readonly SizeClass[] = ['micro', 'small', 'medium', 'large'];

/** Fen in 万元, the unit of the rule. */
const FEN_PER_WAN = 1_000_000;

const wan = (small: number, medium: number, large: number): Floors => [
  small * FEN_PER_WAN,
  medium * FEN_PER_WAN,
  large * FEN_PER_WAN,
];

const OTHER: SizeLine = { employees: [10, 100, 300] };
const INDUSTRY: SizeLine = { employees: [20, 300, 1000], revenue: wan(300, 2000, 40_000) };
const TRANSPORT: SizeLine = { employees: [20, 300, 1000], revenue: wan(200, 3000, 30_000) };
const WAREHOUSING: SizeLine = { employees: [20, 100, 200], revenue: wan(100, 1000, 30_000) };
const HOSPITALITY: SizeLine = { employees: [10, 100, 300], revenue: wan(100, 2000, 10_000) };
const TRANSMISSION: SizeLine = { employees: [10, 100, 2000], revenue: wan(100, 1000, 100_000) };

/**
 * Lines by industry code; the last code that fits counts, so a code stands after its own prefixes.
 * `undefined`: the rule is silent, as on what only the empty code fits. A line is a nest: a figure that
 * reaches the floor of a class reaches those of all lower classes, so the lowest class that one figure
 * gives is the class.
 */
const LINES: readonly (readonly [code: string, line: SizeLine | undefined])[] = [
  ['', undefined],
  ['A', { revenue: wan(50, 500, 20_000) }],
  ['B', INDUSTRY],
  ['C', INDUSTRY],
  ['D', INDUSTRY],
  ['E', { revenue: wan(300, 6000, 80_000), assets: wan(300, 5000, 80_000) }],
  ['F51', { employees: [5, 20, 200], revenue: wan(1000, 5000, 40_000) }],
  ['F52', { employees: [10, 50, 300], revenue: wan(100, 500, 20_000) }],
  ['G', TRANSPORT],
  ['G53', undefined],
  ['G59', WAREHOUSING],
  ['G591', TRANSPORT],
  ['G60', { employees: [20, 300, 1000], revenue: wan(100, 2000, 30_000) }],
  ['H', HOSPITALITY],
  ['I63', TRANSMISSION],
  ['I64', TRANSMISSION],
  ['I65', { employees: [10, 100, 300], revenue: wan(50, 1000, 10_000) }],
  ['K701', { revenue: wan(100, 1000, 200_000), assets: wan(2000, 5000, 10_000) }],
  ['K702', { employees: [100, 300, 1000], revenue: wan(500, 1000, 5000) }],
  ['K703', OTHER],
  ['K709', OTHER],
  ['L', { employees: [10, 100, 300], assets: wan(100, 8000, 120_000) }],
  ['M', OTHER],
  ['N', OTHER],
  ['O', OTHER],
  ['Q85', OTHER],
  ['R', OTHER],
];

/** Codes whose every division has a line of its own: nothing is left for the empty code. */
const DIVIDED: readonly string[] = ['F', 'F5', 'I', 'I6'];

const SHAPE = /^[A-T]\d{0,4}$/;

/**
 * The size class of an enterprise under 工信部联企业〔2011〕300号 (grade C: full text seen in two
 * secondary copies). `undefined` is unknown: a figure that matters is missing, or the code is too
 * short to tell the industry (F is wholesale or retail) and the lines it may mean disagree. Figures
 * that decide alone do so: 19 staff make a manufacturer micro whatever its revenue. To learn a
 * missing figure never changes a class that was answered.
 *
 * The rule names its industries in words. Their codes follow a secondary copy of the statistical
 * office's notes (grade C), and these are less certain than the rest: transport is G54 to G58 and
 * loading (G591), without railways (G53); warehousing is the rest of G59; internet services (I64) are
 * information transmission; "other" is M, N, O, Q85, R and K703, K709. Of G53, J, K704, P, Q84, S and T
 * the rule says nothing, so the answer is unknown: banks and insurers have a standard of their own.
 * Only for codes of GB/T 4754: ISIC and NACE have sections of the same letters and other meanings.
 */
export function classifySize(figures: SizeFigures): SizeClass | undefined {
  return readOrThrow('classifySize', 'the figures of an enterprise', () => classOf(figures));
}

function classOf(figures: SizeFigures): SizeClass | undefined {
  let answer: SizeClass | undefined;
  for (const line of linesOf(figures.industry)) {
    const one = line === undefined ? undefined : classify(figures, line);
    if (one === undefined || (answer !== undefined && one !== answer)) return undefined;
    answer = one;
  }
  return answer;
}

/** Codes whose lines are remembered: a province uses a few hundred. */
const CODES_REMEMBERED = 4096;
const linesByCode = new Map<string, readonly (SizeLine | undefined)[]>();

/** The lines that an industry code may mean; none for an unknown code or one of another shape. */
function linesOf(industry: string | undefined): readonly (SizeLine | undefined)[] {
  if (industry === undefined) return [];
  const known = linesByCode.get(industry);
  if (known !== undefined) return known;
  if (!SHAPE.test(industry)) return [];
  const lines = findLines(industry);
  if (linesByCode.size >= CODES_REMEMBERED) linesByCode.clear();
  linesByCode.set(industry, lines);
  return lines;
}

function findLines(industry: string): readonly (SizeLine | undefined)[] {
  const own = LINES.findLast(([code]) => industry.startsWith(code));
  const below = LINES.filter(
    ([code]) => code.length > industry.length && code.startsWith(industry),
  );
  const isDivided = DIVIDED.includes(industry);
  return [...(own === undefined || isDivided ? [] : [own]), ...below].map(([, line]) => line);
}

/** The lowest class that one of the figures gives; unknown only while a missing one could be lower. */
function classify(figures: SizeFigures, line: SizeLine): SizeClass | undefined {
  const { employees, revenue, assets } = figures;
  const lowest = Math.min(
    classBelow(line.employees, employees),
    classBelow(line.revenue, revenue),
    classBelow(line.assets, assets),
  );
  const isComplete =
    (line.employees === undefined || employees !== undefined) &&
    (line.revenue === undefined || revenue !== undefined) &&
    (line.assets === undefined || assets !== undefined);
  return isComplete || lowest === 0 ? CLASSES[lowest] : undefined;
}

/** The place of the class that one figure gives; the highest where it does not count or is missing. */
function classBelow(floors: Floors | undefined, figure: number | undefined): number {
  if (floors === undefined || figure === undefined || figure >= floors[2])
    return CLASSES.length - 1;
  if (figure >= floors[1]) return 2;
  return figure >= floors[0] ? 1 : 0;
}
