import type { Candidate } from './candidate.ts';
import { conflictsOf, requiresOf } from './problem.ts';

/** Most programmes of one desk: sets are bits of a number. */
export const PROGRAMMES_LIMIT = 30;
/** Most sets that a desk keeps. */
const SETS_LIMIT = 4096;

/**
 * Programmes that take part, laid out once for many loans: what each pays a month, and the sets of
 * them that may stand together, in the order in which ties are decided.
 */
export interface StackDesk {
  readonly programmes: number;
  /** Longest number of months that counts; by programme. */
  readonly months: Int32Array;
  /** Cap on all it pays for one loan; infinite where there is none. By programme. */
  readonly cap: Float64Array;
  /** Caps that are only checked, never applied. */
  readonly ceilings: readonly Ceiling[];
  /** Sets of programmes, as bits. */
  readonly sets: Int32Array;
  /** The programmes that are in every set: they do not tell the sets apart. */
  readonly common: number;
}

/** A cap of a year, or one that several programmes share; which, as bits. */
interface Ceiling {
  readonly members: number;
  readonly amount: number;
  readonly isYearly: boolean;
}

/**
 * Lays out candidates that all take part; `undefined` where the rules of a standard loan do not tell
 * the whole: residual rules, own day counts, one-off money, another clock, too many programmes.
 */
export function createDesk(entrants: readonly Candidate[]): StackDesk | undefined {
  if (entrants.length > PROGRAMMES_LIMIT || !entrants.every(isPlain)) return undefined;
  const sets = legalSets(entrants);
  if (sets === undefined) return undefined;
  const n = entrants.length;
  const months = new Int32Array(n).fill(2 ** 30);
  const cap = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const ceilings: Ceiling[] = [];
  entrants.forEach(({ programme, version }, p) => {
    months[p] = version?.maximumMonths ?? 2 ** 30;
    for (const one of version?.caps ?? []) {
      if (one.of === 'principal') continue;
      if (one.per === 'life' && one.with === undefined) cap[p] = Math.min(cap[p]!, one.amount);
      else
        ceilings.push({
          members: bitsOf(entrants, [programme.id, ...(one.with ?? [])]),
          amount: one.amount,
          isYearly: one.per === 'year',
        });
    }
  });
  const common = sets.reduce((bits, set) => bits & set, -1);
  return { programmes: n, months, cap, ceilings, sets: Int32Array.from(sets), common };
}

function isPlain({ version, basis }: Candidate): boolean {
  const isResidual = version?.stacking?.some((rule) => rule.rule === 'residual') === true;
  const isDisbursed = version?.clock !== 'supplier-payment';
  const isCounted = version?.dayCount === undefined && basis?.once === undefined;
  return basis !== undefined && !isResidual && isDisbursed && isCounted;
}

function bitsOf(entrants: readonly Candidate[], ids: readonly string[]): number {
  return entrants.reduce(
    (bits, one, p) => (ids.includes(one.programme.id) ? bits | (1 << p) : bits),
    0,
  );
}

/**
 * The sets to which nothing legal can be added, less what lacks its condition; more re-lending first,
 * then fewer programmes: so that the first of those that pay the same is the one that `solveStack`
 * prefers.
 */
function legalSets(entrants: readonly Candidate[]): readonly number[] | undefined {
  const n = entrants.length;
  const foes = new Int32Array(n);
  for (const [a, b] of conflictsOf(entrants)) {
    foes[a]! |= 1 << b;
    foes[b]! |= 1 << a;
  }
  const needs = entrants.map((one) =>
    requiresOf(one, entrants).map((list) => list.reduce((bits, p) => bits | (1 << p), 0)),
  );
  const found: number[] = [];
  let isFull = false;
  const visit = (next: number, members: number) => {
    if (found.length >= SETS_LIMIT) isFull = true;
    if (isFull) return;
    if (next === n) {
      for (let p = 0; p < n; p++) {
        if ((members & (1 << p)) === 0 && (foes[p]! & members) === 0) return;
      }
      found.push(withoutUnmet(members, needs));
      return;
    }
    if ((foes[next]! & members) === 0) visit(next + 1, members | (1 << next));
    if (foes[next] !== 0) visit(next + 1, members);
  };
  visit(0, 0);
  if (isFull) return undefined;
  const relending = bitsOf(
    entrants,
    entrants.filter((one) => one.programme.kind === 'relending').map((one) => one.programme.id),
  );
  const order = found.map((set, index) => ({ set, index }));
  order.sort(
    (a, b) =>
      bitCount(b.set & relending) - bitCount(a.set & relending) ||
      bitCount(a.set) - bitCount(b.set) ||
      a.index - b.index,
  );
  return order.map(({ set }) => set);
}

function withoutUnmet(members: number, needs: readonly (readonly number[])[]): number {
  let kept = members;
  for (let before = -1; before !== kept; ) {
    before = kept;
    needs.forEach((lists, p) => {
      if (lists.some((list) => (list & kept) === 0)) kept &= ~(1 << p);
    });
  }
  return kept;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
