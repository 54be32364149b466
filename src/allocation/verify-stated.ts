import type { Allocation } from './model.ts';
import type { Breach, Verification } from './verify.ts';

/** More digits than any bound has: a sum of products of two numbers below 2^53. */
const DIGITS_LIMIT = 60;

/**
 * Holds the bounds and the gap that an allocation states against what its shares and prices say.
 * 1. A bound is a whole number, no lower than the welfare of an allocation that keeps all limits, and no
 *    lower than what the prices prove; of whole needs a search may know a lower one.
 * 2. The gap is `bound - welfare` in parts per million of the bound, rounded up, and needs a bound.
 * 3. A bound on funded needs likewise: no lower than the needs that are funded, and than what is proven.
 */
export function checkStated(
  allocation: Allocation,
  proven: Verification,
): Pick<Verification, 'breaches' | 'isBoundProven'> {
  const breaches: Breach[] = [];
  const isWithin = proven.breaches.length === 0;
  const { bound, gapPpm, certificate } = allocation;
  const add = (
    code: Breach['code'],
    id: string,
    value: string | number,
    allowed: string | number,
  ) => breaches.push({ code, name: { kind: 'allocation', id }, value, allowed });
  if (certificate.kind === 'coverage') {
    const { fundedBound: stated } = certificate;
    const least = Math.max(isWithin ? allocation.funded : 0, proven.fundedBound ?? 0);
    const isCount = Number.isSafeInteger(stated);
    if (!isCount || (isWithin && stated < allocation.funded)) {
      add('statement', 'fundedBound', stated, least);
    } else if (stated < least) add('proof', 'fundedBound', stated, least);
  }
  if (bound === undefined) {
    if (gapPpm !== undefined) add('statement', 'gapPpm', gapPpm, 'none without a bound');
    return { breaches };
  }
  const stated = wholeNumber(bound);
  if (stated === undefined) {
    add('statement', 'bound', String(bound), 'a whole number in decimal digits');
    return { breaches, isBoundProven: false };
  }
  const welfare = BigInt(proven.welfare);
  const isBoundProven = proven.bound !== undefined && stated >= BigInt(proven.bound);
  if (isWithin && stated < welfare) add('statement', 'bound', bound, proven.welfare);
  else if (!isBoundProven && proven.bound !== undefined && allocation.indivisible !== true) {
    add('proof', 'bound', bound, proven.bound);
  }
  const gap = stated <= welfare ? 0n : ceilDivide((stated - welfare) * 1_000_000n, stated);
  if (gapPpm !== undefined && gapPpm !== Number(gap)) {
    add('statement', 'gapPpm', gapPpm, Number(gap));
  }
  return { breaches, isBoundProven };
}

function wholeNumber(text: unknown): bigint | undefined {
  const isWhole =
    typeof text === 'string' && /^(0|[1-9]\d*)$/.test(text) && text.length <= DIGITS_LIMIT;
  return isWhole ? BigInt(text) : undefined;
}

function ceilDivide(part: bigint, whole: bigint): bigint {
  return (part + whole - 1n) / whole;
}
