import { type Either, isLeft, left, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import { isAssignment, solveAssignmentOf } from './assignment.ts';
import type { Compiled } from './compile.ts';
import { countBound } from './coverage.ts';
import { coverBySearch } from './covering.ts';
import { improve } from './exchange.ts';
import { impossibleFloors, missedFloors } from './floors.ts';
import type { Allocation, AllocationOptions } from './model.ts';
import { type Outcome, welfareOf } from './outcome.ts';
import { createPlacing, placeWanted } from './placing.ts';
import { solveDivisible } from './relaxed.ts';
import { type Rooms, readRooms } from './rooms.ts';
import { describe, gapPpm, needOfEdges } from './statement.ts';
import { tightened, usableEdges } from './tighten.ts';

/**
 * Whole needs, counts, tickets and a most number of lenders make the problem NP-hard: an allocation
 * is searched, and the divisible problem without them gives the bound and the gap.
 * 1. what the divisible optimum gives, as far as it keeps all limits;
 * 2. the rest by score, wherever there is room;
 * 3. exchanges in pairs: a need that lacks something is placed before one in its way, while that gains;
 * 4. where only quotas of products hold whole needs, the search of `indivisible` with its bound, which
 *    may lie below what the prices of the certificate prove.
 */
export function solveWhole(
  compiled: Compiled,
  options: AllocationOptions,
): Either<readonly Issue[], Allocation> {
  if (options.objective === 'coverage') {
    const issues = impossibleFloors(compiled);
    if (issues.length > 0) return left(issues);
    const counted = countBound(compiled, options);
    if (isLeft(counted)) return counted;
    const { fundedBound, prices, scale } = counted.right;
    const certificate = { kind: 'coverage', fundedBound, countPrices: prices, scale } as const;
    return coverBySearch(compiled, options, certificate);
  }
  const tight = tightened(compiled, usableEdges(compiled, options));
  if (isLeft(tight)) return tight;
  const relaxed = solveDivisible(tight.right, options);
  if (isLeft(relaxed)) return relaxed;
  const { prices } = relaxed.right;
  const searched =
    options.indivisible === true && isAssignment(compiled)
      ? solveAssignmentOf(compiled, options)
      : undefined;
  const own = search(compiled, options, relaxed.right, searched === undefined);
  const worthOf = (one: Placed): bigint => welfareOf(compiled.rows.score, one.edge, one.amount);
  const best = searched !== undefined && worthOf(searched) > worthOf(own) ? searched : own;
  const missed = missedFloors(compiled, best.edge, best.amount);
  if (missed.length > 0) return left(missed);
  const { bound: relaxedBound } = relaxed.right;
  const isTighter = searched !== undefined && searched.bound < relaxedBound;
  const bound = isTighter ? searched.bound : relaxedBound;
  const statement = describe(compiled, options, best.edge, best.amount, { kind: 'prices', prices });
  const gap = gapPpm(BigInt(statement.welfare), bound);
  return right({ ...statement, bound: String(bound), gapPpm: gap });
}

type Placed = Pick<Outcome, 'edge' | 'amount'>;

/** The best that placing and exchanging needs finds, from the divisible optimum. */
function search(
  compiled: Compiled,
  options: AllocationOptions,
  { edge, amount }: Placed,
  isImproved: boolean,
): Placed {
  const placing = createPlacing(compiled, options);
  const { rooms, isWhole } = placing;
  keepRelaxed(compiled, rooms, edge, amount, isWhole);
  placeByScore(compiled, rooms, isWhole);
  if (isImproved) improve(placing, options);
  if (rooms.missing() === 0) return readRooms(rooms.holdings);
  const again = createPlacing(compiled, options);
  placeWanted(again);
  improve(again, options);
  return readRooms((again.rooms.missing() < rooms.missing() ? again : placing).rooms.holdings);
}

/** Keeps the shares of the divisible optimum that all limits allow, the larger first. */
function keepRelaxed(
  { rows, demand }: Compiled,
  rooms: Rooms,
  edge: Int32Array,
  amount: Float64Array,
  isWhole: boolean,
): void {
  const needOf = needOfEdges(rows.rowStart, edge);
  const order = [...edge.keys()].sort(
    (a, b) => (amount[b] as number) - (amount[a] as number) || a - b,
  );
  for (const k of order) {
    const i = needOf[k] as number;
    const e = edge[k] as number;
    const wanted = amount[k] as number;
    if (isWhole && wanted < (demand[i] as number)) continue;
    if (rooms.roomOf(i, e) >= wanted && wanted >= rooms.ticketOf(e)) rooms.put(i, e, wanted);
  }
}

function placeByScore({ rows, demand }: Compiled, rooms: Rooms, isWhole: boolean): void {
  const needOf = needOfEdges(rows.rowStart, Int32Array.from(rows.product.keys()));
  const worth = (e: number): number => rows.score[e] as number;
  const order = [...rows.product.keys()].sort((a, b) => worth(b) - worth(a) || a - b);
  for (const e of order) {
    const i = needOf[e] as number;
    const room = rooms.roomOf(i, e);
    if (room > 0 && (!isWhole || room === demand[i])) rooms.put(i, e, room);
  }
}
