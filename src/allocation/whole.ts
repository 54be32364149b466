import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../units/issue.ts';
import { isAssignment, solveAssignmentOf } from './assignment.ts';
import type { Compiled } from './compile.ts';
import { countBound, coverGreedily } from './coverage.ts';
import { readRooms } from './crossing.ts';
import type { Allocation, AllocationOptions } from './model.ts';
import { welfareOf } from './outcome.ts';
import { solveDivisible } from './relaxed.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { describe, gapPpm, needOfEdges } from './statement.ts';

const ROUNDS = 100;

/**
 * Whole needs, counts, tickets and a most number of lenders make the problem NP-hard: an allocation
 * is searched, and the divisible problem without them gives the bound and the gap.
 * 1. what the divisible optimum gives, as far as it keeps all limits;
 * 2. the rest by score, wherever there is room;
 * 3. exchanges: a need that is left out takes a place whose holder can move, while that gains;
 * 4. where only quotas of products hold whole needs, the search of `indivisible` with its bound, which
 *    may lie below what the prices of the certificate prove.
 */
export function solveWhole(
  compiled: Compiled,
  options: AllocationOptions,
): Either<readonly Issue[], Allocation> {
  const issues = floorIssues(compiled);
  if (issues.length > 0) return left(issues);
  if (options.objective === 'coverage') {
    const counted = countBound(compiled, options);
    if (isLeft(counted)) return counted;
    const { fundedBound, prices, scale } = counted.right;
    const certificate = { kind: 'coverage', fundedBound, countPrices: prices, scale } as const;
    return right(coverGreedily(compiled, options, certificate));
  }
  const relaxed = solveDivisible(compiled, options);
  if (isLeft(relaxed)) return relaxed;
  const { edge, amount, prices } = relaxed.right;
  const rooms = createRooms(compiled, options.maximumLenders);
  const isWhole = options.indivisible === true;
  keepRelaxed(compiled, rooms, edge, amount, isWhole);
  placeByScore(compiled, rooms, isWhole);
  if (isWhole) exchange(compiled, rooms, options);
  const searched =
    isWhole && isAssignment(compiled) ? solveAssignmentOf(compiled, options) : undefined;
  const own = readRooms(rooms.holdings);
  const worthOf = (one: { edge: Int32Array; amount: Float64Array }): bigint =>
    welfareOf(compiled.rows.score, one.edge, one.amount);
  const best = searched !== undefined && worthOf(searched) > worthOf(own) ? searched : own;
  const { bound: relaxedBound } = relaxed.right;
  const isTighter = searched !== undefined && searched.bound < relaxedBound;
  const bound = isTighter ? searched.bound : relaxedBound;
  const statement = describe(compiled, options, best.edge, best.amount, { kind: 'prices', prices });
  const gap = gapPpm(BigInt(statement.welfare), bound);
  return right({ ...statement, bound: String(bound), gapPpm: gap });
}

/** Floors have no place where a search decides: it could not tell which are infeasible. */
function floorIssues({ problem }: Compiled): readonly Issue[] {
  return (['products', 'banks', 'regions'] as const).flatMap((list) =>
    (problem[list] ?? []).flatMap((one, index) => {
      if ((one.floor ?? 0) === 0) return [];
      const expected = 'no floor where counts, tickets, lenders or whole needs are limited';
      return [createIssue({ code: 'contradiction', expected }, [list, index, 'floor'], one.floor)];
    }),
  );
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

/** Lets a need that is left out take the place of one that can move, while welfare rises. */
function exchange({ rows, demand }: Compiled, rooms: Rooms, options: AllocationOptions): void {
  const rounds = options.maximumSteps ?? ROUNDS;
  const rowOf = (i: number): number[] => {
    const start = rows.rowStart[i] as number;
    return Array.from({ length: (rows.rowStart[i + 1] as number) - start }, (_, k) => start + k);
  };
  const worthOf = (i: number, e: number): number =>
    (rows.score[e] as number) * (demand[i] as number);
  let steps = 0;
  let isBetter = true;
  while (isBetter) {
    isBetter = false;
    const holders = holdersByProduct(rooms, rows.product);
    for (let i = 0; i < demand.length; i++) {
      if ((rooms.holdings[i]?.length ?? 0) > 0) continue;
      if (steps++ >= rounds * 100 || options.shouldStop?.() === true) return;
      const found = rowOf(i).some((e) =>
        (holders.get(rows.product[e] as number) ?? []).some((k) => {
          const from = rooms.holdings[k]?.[0]?.edge;
          if (from === undefined || rows.product[from] !== rows.product[e]) return false;
          rooms.clear(k, from);
          const isFit = rooms.roomOf(i, e) === demand[i];
          if (isFit) {
            rooms.put(i, e, demand[i] as number);
            for (const to of rowOf(k)) {
              const gained = worthOf(i, e) + worthOf(k, to) - worthOf(k, from);
              if (to === from || gained <= 0 || rooms.roomOf(k, to) !== demand[k]) continue;
              rooms.put(k, to, demand[k] as number);
              return true;
            }
            if (worthOf(i, e) > worthOf(k, from)) return true;
            rooms.clear(i, e);
          }
          rooms.put(k, from, demand[k] as number);
          return false;
        }),
      );
      if (found) isBetter = true;
    }
  }
}

function holdersByProduct(rooms: Rooms, product: Int32Array): Map<number, number[]> {
  const holders = new Map<number, number[]>();
  rooms.holdings.forEach((list, i) => {
    for (const { edge } of list) {
      const p = product[edge] as number;
      const others = holders.get(p);
      if (others === undefined) holders.set(p, [i]);
      else others.push(i);
    }
  });
  return holders;
}
