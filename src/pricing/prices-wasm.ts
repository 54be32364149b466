import { type Arena, bytesOf, takeBytes, takeFloats, takeInts } from '../arrays/arena.ts';
import { answerMark, type Judge, type JudgeModule } from '../criteria/index.ts';
import type { CostData } from './cost-kernel.ts';
import { GROUP_WIDTH, RATE_WIDTH, type RateData } from './rate-data-kernel.ts';
import type { Rates } from './rate-kernel.ts';

/** Bytes of a `RateRecord`, a `GroupRecord`, a pair, and numbers of `PriceTables`: see `prices.as.ts`. */
const RECORD = 64;
const GROUP = 64;
const PAIR = 16;
const TABLES = 13;
/** Bytes of all balances that are remembered. */
const BALANCES = 2 ** 11 * 16;
/** Place in `PriceTables`. */
const TURN = 12;
const TURNS = 2 ** 31 - 1;

/** What `priceLoan` answers. */
const NO_RATE = 0;
const PRICED = 1;
const MARK_ASKED = 2;

type PriceLoan = (
  tables: number,
  row: number,
  amount: number,
  months: number,
  method: number,
) => number;

/** The prices of one need's loans by the module. */
export interface PriceModule {
  readonly priceLoan: PriceLoan;
  readonly judge: JudgeModule;
  readonly tables: number;
  readonly header: Int32Array;
  /** Records of groups, sixteen numbers each; the fourth is the turn. */
  readonly groups: Int32Array;
  /** Of the loan that was priced last: low and high in ppm, and the costs at the high and at the low. */
  readonly results: Float64Array;
}

/** What `openPrices` takes from an arena. */
export function priceModuleBytes(rates: RateData, { fees }: CostData): number {
  const { records, groups, groupOf, rows, baseMonths, baseRate } = rates;
  return bytesOf(
    (records.length / RATE_WIDTH) * RECORD,
    (groups.length / GROUP_WIDTH) * GROUP,
    (rows.length / 2) * PAIR,
    (fees.length / 2) * PAIR,
    ...[groupOf.byteLength, baseMonths.byteLength, baseRate.byteLength],
    ...[4 * 8, TABLES * 4, BALANCES],
  );
}

/** `undefined`: there is no module. */
export function openPrices(
  arena: Arena,
  { data, amountPlace, termPlace }: Rates,
  costs: CostData,
  { module: judge }: Judge,
): PriceModule | undefined {
  const { functions } = arena;
  if (functions === undefined || judge === undefined) return undefined;
  const groups = layGroups(arena, data);
  const groupOf = takeInts(arena, data.groupOf.length);
  groupOf.set(data.groupOf);
  const [baseMonths, baseRate] = [data.baseMonths, data.baseRate].map((own) => {
    const array = takeFloats(arena, own.length);
    array.set(own);
    return array;
  }) as [Float64Array, Float64Array];
  const results = takeFloats(arena, 4);
  const header = takeInts(arena, TABLES);
  const arrays = [
    ...[layRecords(arena, data, costs), groupOf, groups],
    ...[
      layPairs(arena, data.rows),
      layPairs(arena, costs.fees.map(wholeOrNone)),
      baseMonths,
      baseRate,
    ],
  ];
  const { numbers } = judge;
  header.set([
    ...arrays.map((array) => array.byteOffset),
    ...[amountPlace, termPlace].map((place) => numbers.byteOffset + place * 8),
    ...[results.byteOffset, takeBytes(arena, BALANCES).byteOffset, judge.tables, 0],
  ]);
  return {
    priceLoan: functions['priceLoan'] as PriceLoan,
    judge,
    tables: header.byteOffset,
    header,
    groups,
    results,
  };
}

function layRecords(arena: Arena, { records }: RateData, { feeStart }: CostData): Uint8Array {
  const rows = records.length / RATE_WIDTH;
  const bytes = takeBytes(arena, rows * RECORD);
  // Five numbers of 64 bits, then six of 32.
  const floats = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  const numbers = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (let row = 0; row < rows; row++) {
    const at = row * RATE_WIDTH;
    const to = (row * RECORD) / 8;
    for (let i = 0; i < 5; i++) floats[to + i] = records[at + i] as number;
    const start = feeStart[row] as number;
    numbers.set(records.subarray(at + 5, at + 8), to * 2 + 10);
    numbers.set([start >> 1, (feeStart[row + 1] as number) >> 1, start & 1], to * 2 + 13);
  }
  return bytes;
}

function layGroups(arena: Arena, { groups }: RateData): Int32Array {
  const count = groups.length / GROUP_WIDTH;
  const numbers = takeInts(arena, (count * GROUP) / 4);
  for (let group = 0; group < count; group++) {
    const at = group * GROUP_WIDTH;
    numbers.set(groups.subarray(at, at + 3), (group * GROUP) / 4);
  }
  return numbers;
}

/** Fees that were made by hand may be no whole numbers, which only the plain way divides. */
const wholeOrNone = (size: number) => (Number.isInteger(size) ? size : Number.NaN);

/** Pairs of a number of 32 bits and one of 64. */
function layPairs(arena: Arena, pairs: Float64Array): Uint8Array {
  const bytes = takeBytes(arena, (pairs.length / 2) * PAIR);
  const floats = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  const numbers = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (let i = 0; i < pairs.length; i += 2) {
    numbers[i * 2] = pairs[i] as number;
    floats[i + 1] = pairs[i + 1] as number;
  }
  return bytes;
}

/** Forgets what was found for the need before. */
export function beginPrices({ header, groups }: PriceModule): void {
  const turn = (header[TURN] as number) + 1;
  header[TURN] = turn < TURNS ? turn : 1;
  if (turn < TURNS) return;
  for (let at = 3; at < groups.length; at += GROUP / 4) groups[at] = 0;
}

/**
 * `buildRateOf` and `grossCostOf` by the module, in `results`; `false`: no published rate applies;
 * `undefined`: only the plain way tells.
 */
export function priceByModule(
  module: PriceModule,
  row: number,
  amount: number,
  months: number,
  method: number,
): boolean | undefined {
  const { priceLoan, tables, judge } = module;
  for (;;) {
    const state = priceLoan(tables, row, amount, months, method);
    if (state === PRICED) return true;
    if (state === NO_RATE) return false;
    if (state !== MARK_ASKED) return undefined;
    answerMark(judge);
  }
}
