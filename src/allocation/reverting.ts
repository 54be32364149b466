import { type Either, isLeft, right } from 'fp-ts/Either';
import type { Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { type Compiled, recompileLimits } from './compile.ts';
import type { Allocation } from './model.ts';
import { regionParents } from './regions.ts';
import { gapPpm } from './statement.ts';

/** True where the unused cap of any region reverts to the region around it. */
export function hasReversion({ problem: { regions = [] } }: Compiled): boolean {
  return regions.some(({ reverts, cap }) => reverts === true && cap !== undefined);
}

/**
 * Reversion around any way to allocate: first with all caps, as plain limits; then without those that
 * revert, each such region keeping at least what it had. Where a search makes less of the second problem, the first
 * answer stands, which keeps all limits of both; its bound is that of the second. Where a search does
 * not meet the claims again, the caps stay plain limits: then there are no entitlements.
 */
export function solveReverting(
  compiled: Compiled,
  solve: (compiled: Compiled) => Either<readonly Issue[], Allocation>,
): Either<readonly Issue[], Allocation> {
  const first = solve(withPlainCaps(compiled));
  if (isLeft(first)) return first;
  const received = receivedByRegion(compiled, first.right);
  const { problem } = compiled;
  const entitlements: NonNullable<Allocation['entitlements']>[number][] = [];
  const regions = (problem.regions ?? []).map((region, r) => {
    if (region.reverts !== true || region.cap === undefined) return region;
    const { cap: _, reverts: __, ...rest } = region;
    const floor = Math.max(received[r] as number, region.floor ?? 0) as Money;
    entitlements.push({ region: region.id, amount: floor });
    return { ...rest, floor };
  });
  const freed = recompileLimits(compiled, { ...problem, regions });
  if (isLeft(freed)) return freed;
  const second = solve(freed.right);
  // Claims that a search cannot meet again: the caps stay plain limits, and the first answer says so.
  if (isLeft(second)) return first;
  if (isBetter(second.right, first.right)) return right({ ...second.right, entitlements });
  const { bound, certificate } = second.right;
  const gap =
    bound === undefined
      ? {}
      : { bound, gapPpm: gapPpm(BigInt(first.right.welfare), BigInt(bound)) };
  return right({ ...first.right, ...gap, certificate, entitlements });
}

/**
 * The same under caps that do not revert. A flow that bounds the first problem would free such caps
 * itself, and its prices would stand on claims that the first answer does not state. Nothing but the
 * problem says what reverts: the arrays are the same.
 */
function withPlainCaps(compiled: Compiled): Compiled {
  const { regions = [] } = compiled.problem;
  const plain = regions.map(({ reverts: _, ...region }) => region);
  return { ...compiled, problem: { ...compiled.problem, regions: plain } };
}

function receivedByRegion(
  { problem, needs, regionOfNeed }: Compiled,
  { shares }: Allocation,
): Float64Array {
  const { regions = [] } = problem;
  const received = new Float64Array(regions.length);
  const parents = regionParents(regions);
  const regionOf = new Map<string, number>();
  needs.forEach((at, i) => {
    regionOf.set(problem.needs[at]?.id ?? '', regionOfNeed[i] as number);
  });
  for (const { need, amount } of shares) {
    for (let r = regionOf.get(need) ?? -1; r >= 0; r = parents[r] ?? -1) {
      received[r] = (received[r] as number) + amount;
    }
  }
  return received;
}

function isBetter(one: Allocation, other: Allocation): boolean {
  if (one.objective === 'coverage' && one.funded !== other.funded) return one.funded > other.funded;
  return BigInt(one.welfare) >= BigInt(other.welfare);
}
