import { type Arena, bytesOf, takeBytes, takeInts } from '../arrays/arena.ts';
import type { CostData } from './cost-kernel.ts';
import { boundedOf, findBound, type LoanEntries } from './policy-bound-kernel.ts';
import { classBits, type Policies } from './policy-kernel.ts';
import type { RateData } from './rate-data-kernel.ts';

/** Bytes of a `BoundRecord`, and addresses of a `BoundTables`, as they stand in `bounds.as.ts`. */
const RECORD = 32;
const ADDRESSES = 12;

type AskClasses = (tables: number, count: number) => number;
type AskBounds = (tables: number, count: number, payingBits: number) => number;
type BoundCosts = (
  tables: number,
  count: number,
  payingBits: number,
  leastAmount: number,
  longest: number,
  highest: number,
) => void;

/** The entries that bounds are asked for, and where they go. */
export interface BoundColumns extends LoanEntries {
  readonly eligible: Int32Array;
  readonly costs: Float64Array;
}

/** The least costs of loans by the module. */
export interface BoundModule {
  readonly askClasses: AskClasses;
  readonly askBounds: AskBounds;
  readonly boundCosts: BoundCosts;
  readonly tables: number;
  readonly asks: Int32Array;
}

/** What `openBoundModule` takes from an arena. */
export function boundModuleBytes(rows: number): number {
  return bytesOf(ADDRESSES * 4, rows * RECORD, rows * 4);
}

/** `undefined`: there is no module. */
export function openBoundModule(
  arena: Arena,
  policies: Policies,
  { leastRate, mostRate }: RateData,
  { least }: CostData,
  columns: BoundColumns,
): BoundModule | undefined {
  const { functions } = arena;
  if (functions === undefined) return undefined;
  const { classOf } = policies.data;
  const records = takeBytes(arena, classOf.length * RECORD);
  // Two numbers of 64 bits, then three of 32.
  const floats = new Float64Array(arena.buffer, records.byteOffset, records.length / 8);
  const numbers = new Int32Array(arena.buffer, records.byteOffset, records.length / 4);
  for (let row = 0; row < classOf.length; row++) {
    const at = (row * RECORD) / 8;
    floats[at] = leastRate[row] as number;
    floats[at + 1] = mostRate[row] as number;
    numbers[at * 2 + 4] = least[row * 2] as number;
    numbers[at * 2 + 5] = least[row * 2 + 1] as number;
    numbers[at * 2 + 6] = classOf[row] as number;
  }
  const asks = takeInts(arena, classOf.length);
  const tables = takeInts(arena, ADDRESSES);
  const { bitsOf, boundKey, boundFixed, boundShare } = policies;
  const { rows, amounts, months, methods, eligible, costs } = columns;
  const arrays = [
    records,
    ...[bitsOf, boundKey, boundFixed, boundShare],
    ...[rows, amounts, months, methods, eligible, costs, asks],
  ];
  tables.set(arrays.map((array) => array.byteOffset));
  return {
    askClasses: functions['askClasses'] as AskClasses,
    askBounds: functions['askBounds'] as AskBounds,
    boundCosts: functions['boundCosts'] as BoundCosts,
    tables: tables.byteOffset,
    asks,
  };
}

/** `leastCosts` by the module, for the first `count` entries of `columns.eligible`. */
export function leastCostsByModule(
  { askClasses, askBounds, boundCosts, tables, asks }: BoundModule,
  policies: Policies,
  columns: BoundColumns,
  count: number,
): void {
  const { payingBits } = policies.plan;
  const { amount, termMonths, rate } = boundedOf(policies);
  if (payingBits !== 0) {
    const classes = askClasses(tables, count);
    for (let i = 0; i < classes; i++) judgeClass(policies, asks[i] as number);
    const bounds = askBounds(tables, count, payingBits);
    for (let i = 0; i < bounds; i++) findBound(policies, columns, asks[i] as number);
  }
  boundCosts(tables, count, payingBits, amount, termMonths, rate);
}

/** The module marks what it asks for, and so the mark goes before the class is judged. */
function judgeClass(policies: Policies, at: number): void {
  policies.bitsOf[at] = -1;
  classBits(policies, at);
}
