import { type Arena, bytesOf, takeBytes, takeInts } from '../arrays/arena.ts';
import type { Largest } from '../arrays/largest-kernel.ts';
import { answerMark, type Judge, type JudgeModule } from '../criteria/index.ts';
import { type FittedColumns, type Loans, ruleOfRow } from '../eligibility/index.ts';
import { judgeList, type ScoreData, type ScoreRoom, type Scores } from './kernel.ts';

/** Numbers of a `PointRecord`, and addresses of a `PointTables`, as they stand in `points.as.ts`. */
const RECORD = 4;
const ADDRESSES = 21;
const PARTS = 5;

type AskLists = (tables: number, count: number) => number;
type JudgeLists = (tables: number, from: number, asks: number) => number;
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
  readonly judgeLists: JudgeLists;
  readonly judge: JudgeModule;
  readonly partWeights: Int32Array;
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
export function pointModuleBytes({ bankOf, listStart, entryPart }: ScoreData): number {
  const [rows, entries] = [bankOf.length, entryPart.length];
  const lists = [listStart.byteLength, entries, entries * 4, PARTS * 4];
  return bytesOf(ADDRESSES * 4, rows * RECORD * 4, rows * 4, ...lists);
}

/** `undefined`: there is no module. */
export function openPointModule(
  arena: Arena,
  data: ScoreData,
  room: ScoreRoom,
  { module: judge }: Judge,
  loans: Loans,
  columns: PointColumns,
): PointModule | undefined {
  const { functions } = arena;
  if (functions === undefined || judge === undefined) return undefined;
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
  const listStarts = takeInts(arena, data.listStart.length);
  listStarts.set(data.listStart);
  const entryParts = takeBytes(arena, data.entryPart.length);
  entryParts.set(data.entryPart);
  const entryCriteria = takeInts(arena, data.entryPredicate.length);
  entryCriteria.set(data.entryPredicate);
  const partWeights = takeInts(arena, PARTS);
  const tables = takeInts(arena, ADDRESSES);
  const { rows, amounts, months, worth, eligible, costs, points, ceilings } = columns;
  const arrays = [
    ...[records, room.listPoints, room.bankPoints, coverage.numerator, coverage.denominator],
    ...[rows, amounts, months, worth, eligible, costs, points, asks],
    ...[ceilings.keys, ceilings.blockKeys, ceilings.blockPlaces],
    ...[listStarts, entryParts, entryCriteria, partWeights],
  ];
  tables.set([...arrays.map((array) => array.byteOffset), judge.tables]);
  return {
    askLists: functions['askLists'] as AskLists,
    judgeLists: functions['judgeLists'] as JudgeLists,
    judge,
    partWeights,
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
  const { askLists, countPoints, tables } = module;
  if (module.scores !== scores) takeScores(module, scores);
  const lists = askLists(tables, count);
  judgeAsked(module, scores, lists);
  const { wishes, weights } = scores;
  const asked = wishes[0] as number;
  const months = wishes[1] as number;
  const { coverage, collateral } = weights;
  countPoints(tables, count, asked, months, coverage, weights['term-fit'], collateral);
}

function judgeAsked(
  { judgeLists, judge, tables, asks }: PointModule,
  scores: Scores,
  count: number,
): void {
  if (!judge.isReady) {
    for (let i = 0; i < count; i++) judgeList(scores, asks[i] as number);
    return;
  }
  let from = 0;
  for (;;) {
    from = judgeLists(tables, from, count);
    if (from === count) return;
    answerMark(judge);
  }
}

function takeScores(module: PointModule, scores: Scores): void {
  const { records, partWeights } = module;
  const { speedPoints } = scores;
  partWeights.set(scores.partWeights);
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
