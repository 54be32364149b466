import { type Either, left, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Compiled } from './compile.ts';
import { improve } from './exchange.ts';
import { missedFloors } from './floors.ts';
import type { Allocation, AllocationOptions, Certificate } from './model.ts';
import { createPlacing, placeNeed, placeWanted } from './placing.ts';
import { leastOf } from './relaxed.ts';
import { type Rooms, readRooms } from './rooms.ts';
import { describe, needOfEdges } from './statement.ts';

/**
 * Coverage where no flow decides: limits that cross, counts, tickets, lenders, whole needs, floors
 * that the best choice of needs does not meet. The smallest least amounts first, each where it fits;
 * exchanges while more needs are served; then those who are served get what is left, by score.
 */
export function coverBySearch(
  compiled: Compiled,
  options: AllocationOptions,
  certificate: Certificate,
): Either<readonly Issue[], Allocation> {
  const { demand } = compiled;
  const leasts = leastOf(compiled, options);
  const isCounted = Uint8Array.from(leasts, (one) => (one > 0 ? 1 : 0));
  // Whole needs of which nothing is as good as all do not count, but may be served.
  const least = options.indivisible === true ? demand : leasts;
  const order = [...demand.keys()].sort(
    (a, b) =>
      (isCounted[b] as number) - (isCounted[a] as number) ||
      (least[a] as number) - (least[b] as number) ||
      a - b,
  );
  let placing = createPlacing(compiled, options, { least, isCounted });
  for (const i of order) placeNeed(placing, i);
  improve(placing, options);
  if (placing.rooms.missing() > 0) {
    const again = createPlacing(compiled, options, { least, isCounted });
    placeWanted(again);
    improve(again, options);
    if (again.rooms.missing() < placing.rooms.missing()) placing = again;
  }
  if (options.indivisible !== true) fillServed(compiled, placing.rooms, leasts);
  const { edge, amount } = readRooms(placing.rooms.holdings);
  const missed = missedFloors(compiled, edge, amount);
  if (missed.length > 0) return left(missed);
  return right(describe(compiled, options, edge, amount, certificate));
}

/** Gives needs that are served more, the best scores first, as far as there is room. */
function fillServed({ rows }: Compiled, rooms: Rooms, least: Float64Array): void {
  const needOf = needOfEdges(rows.rowStart, Int32Array.from(rows.product.keys()));
  const isServed = rooms.holdings.map((list, i) => list.length > 0 || least[i] === 0);
  const order = [...rows.product.keys()]
    .filter((e) => isServed[needOf[e] as number] === true)
    .sort((a, b) => (rows.score[b] as number) - (rows.score[a] as number) || a - b);
  for (const e of order) {
    const room = rooms.roomOf(needOf[e] as number, e);
    if (room > 0) rooms.put(needOf[e] as number, e, room);
  }
}
