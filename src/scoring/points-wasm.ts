import { type Arena, bytesOf, takeInts } from '../arrays/arena.ts';
import type { Largest } from '../arrays/largest-kernel.ts';
import { type FittedColumns, type Loans, ruleOfRow } from '../eligibility/index.ts';
import { judgeList, type ScoreData, type ScoreRoom, type Scores } from './kernel.ts';

/** Numbers of a `PointRecord`, and addresses of a `PointTables`, as they stand in `points.as.ts`. */
const RECORD = 4;
const ADDRESSES = 16;

type AskLists = (tables: number, count: number) => number;
type CountPoints = (
  tables: number,
  count: number,
  asked: number,
  askedMonths: number,
  coverage: number,
  termFit: number,
  collateral: number,
) => void;
type CountCeilings = (
  tables: number,
  count: number,
  best: number,
  worst: number,
  weight: number,
) => void;

type TakeCeiling = (tables: number, count: number, least: number) => number;

/** The entries that points are counted for, and where they go. */
export interface PointColumns extends FittedColumns {
  readonly points: Int32Array;
  readonly costs: Float64Array;
  readonly ceilings: Largest;
}

/** The points of one need by the module. */
export interface PointModule {
  readonly askLists: AskLists;
  readonly countPoints: CountPoints;
  readonly countCeilings: CountCeilings;
  readonly takeCeiling: TakeCeiling;
  readonly tables: number;
  readonly asks: Int32Array;
  readonly records: Int32Array;
  /** Whose points for the days to a decision stand in the records. */
  scores: Scores | undefined;
}

/** What `openPointModule` takes from an arena. */
export function pointModuleBytes(rows: number): number {
  return bytesOf(ADDRESSES * 4, rows * RECORD * 4, rows * 4);
}

/** `undefined`: there is no module. */
export function openPointModule(
  arena: Arena,
  data: ScoreData,
  room: ScoreRoom,
  loans: Loans,
  columns: PointColumns,
): PointModule | undefined {
  const { functions } = arena;
  if (functions === undefined) return undefined;
  const { coverBits, coverage } = loans.pledges;
  const { bankOf, listOf } = data;
  const coverMask = (1 << coverBits) - 1;
  const records = takeInts(arena, bankOf.length * RECORD);
  for (let row = 0; row < bankOf.length; row++) {
    const rule = ruleOfRow(loans.data, row);
    const at = row * RECORD;
    records[at + 1] = (listOf[row] as number) * 4;
    records[at + 2] = (bankOf[row] as number) * 4;
    records[at + 3] = rule < 0 ? -1 : (rule & coverMask) * 8;
  }
  const asks = takeInts(arena, bankOf.length);
  const tables = takeInts(arena, ADDRESSES);
  const { rows, amounts, months, worth, eligible, costs, points, ceilings } = columns;
  const arrays = [
    ...[records, room.listPoints, room.bankPoints, coverage.numerator, coverage.denominator],
    ...[rows, amounts, months, worth, eligible, costs, points, asks],
    ...[ceilings.keys, ceilings.blockKeys, ceilings.blockPlaces],
  ];
  tables.set(arrays.map((array) => array.byteOffset));
  return {
    askLists: functions['askLists'] as AskLists,
    countPoints: functions['countPoints'] as CountPoints,
    countCeilings: functions['countCeilings'] as CountCeilings,
    takeCeiling: functions['takeCeiling'] as TakeCeiling,
    tables: tables.byteOffset,
    asks,
    records,
    scores: undefined,
  };
}

/** `otherPoints` by the module, for the first `count` entries of `columns.eligible`. */
export function pointsByModule(module: PointModule, scores: Scores, count: number): void {
  const { askLists, countPoints, tables, asks } = module;
  if (module.scores !== scores) takeScores(module, scores);
  const lists = askLists(tables, count);
  for (let i = 0; i < lists; i++) judgeList(scores, asks[i] as number);
  const { wishes, weights } = scores;
  const asked = wishes[0] as number;
  const months = wishes[1] as number;
  const { coverage, collateral } = weights;
  countPoints(tables, count, asked, months, coverage, weights['term-fit'], collateral);
}

function takeScores(module: PointModule, scores: Scores): void {
  const { records } = module;
  const { speedPoints } = scores;
  for (let row = 0; row < speedPoints.length; row++) {
    records[row * RECORD] = speedPoints[row] as number;
  }
  module.scores = scores;
}

/** `ceilingsOf` and `openLargest` by the module. */
export function ceilingsByModule(
  { countCeilings, tables }: PointModule,
  { profile, weights }: Scores,
  count: number,
): void {
  const { best, worst } = profile.netCost;
  countCeilings(tables, count, best, worst, weights['net-cost']);
}

/** `takeLargest` by the module. */
export function takeByModule(
  { takeCeiling, tables }: PointModule,
  count: number,
  least: number,
): number {
  return takeCeiling(tables, count, least);
}
