/**
 * Shares an amount in proportion to weights, within bounds: every share is `level x weight`, cut to
 * its bounds, at the one level where the shares sum to the amount (water filling). Exact: levels are
 * compared as fractions of big integers; what the division leaves goes by largest remainder, ties to
 * the earlier. The bounds must permit the amount, and weights are at least the upper bounds.
 */
export function shareProRata(
  amount: number,
  weights: readonly number[],
  least: readonly number[],
  most: readonly number[],
): readonly number[] {
  const level = highestLevel(amount, weights, least, most);
  const shares = weights.map((weight, index) => {
    const [low, high] = [least[index] as number, most[index] as number];
    if (BigInt(low) * level.weight > BigInt(weight) * level.share) return low;
    return BigInt(high) * level.weight <= BigInt(weight) * level.share ? high : undefined;
  });
  const fixed = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  return fillByRemainder(amount - fixed, weights, shares);
}

interface Level {
  readonly share: bigint;
  readonly weight: bigint;
}

/** The highest level at which a share meets a bound and the sum does not pass the amount. */
function highestLevel(
  amount: number,
  weights: readonly number[],
  least: readonly number[],
  most: readonly number[],
): Level {
  const levels = weights
    .flatMap((weight, index) => [
      { share: BigInt(least[index] as number), weight: BigInt(weight) },
      { share: BigInt(most[index] as number), weight: BigInt(weight) },
    ])
    .sort((a, b) => Number(signOf(a.share * b.weight - b.share * a.weight)));
  const isWithin = ({ share, weight: base }: Level) => {
    const sum = weights.reduce((total, weight, index) => {
      const [low, high] = [BigInt(least[index] as number), BigInt(most[index] as number)];
      const wanted = BigInt(weight) * share;
      if (wanted < low * base) return total + low * base;
      return total + (wanted > high * base ? high * base : wanted);
    }, 0n);
    return sum <= BigInt(amount) * base;
  };
  let [first, last] = [0, levels.length - 1];
  while (first < last) {
    const middle = Math.ceil((first + last) / 2);
    if (isWithin(levels[middle] as Level)) first = middle;
    else last = middle - 1;
  }
  return levels[first] as Level;
}

function signOf(value: bigint): number {
  if (value === 0n) return 0;
  return value < 0n ? -1 : 1;
}

/** Splits the rest among the shares still open, whole units first, then by largest remainder. */
function fillByRemainder(
  rest: number,
  weights: readonly number[],
  shares: readonly (number | undefined)[],
): readonly number[] {
  const open = [...shares.keys()].filter((index) => shares[index] === undefined);
  const total = open.reduce((sum, index) => sum + BigInt(weights[index] as number), 0n);
  const filled = shares.map((share) => share ?? 0);
  const parts = open.map((index) => {
    const exact = BigInt(rest) * BigInt(weights[index] as number);
    filled[index] = Number(exact / total);
    return { index, remainder: exact % total };
  });
  parts.sort((a, b) => signOf(b.remainder - a.remainder) || a.index - b.index);
  const missing = rest - open.reduce((sum, index) => sum + (filled[index] as number), 0);
  for (const { index } of parts.slice(0, missing)) filled[index] = (filled[index] as number) + 1;
  return filled;
}
