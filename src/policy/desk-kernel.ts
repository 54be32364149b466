import { selects } from '../model/index.ts';
import type { Candidate } from './candidate.ts';
import { dayCountCode, TWELFTHS } from './pieces-kernel.ts';
import { conflictsOf, requiresOf } from './problem.ts';

/** Most programmes of one desk: sets are bits of a number. */
export const PROGRAMMES_LIMIT = 30;
/** Most sets that a desk keeps. */
export const SETS_LIMIT = 4096;

/** Most residual rules of one desk. */
export const RESIDUALS_LIMIT = 128;
/** Most caps of one desk that are not a programme's own for the life of a loan. */
export const CEILINGS_LIMIT = 128;

/**
 * Programmes that take part, laid out once for many loans: what each pays a month, and the sets of
 * them that may stand together, in the order in which ties are decided.
 */
export interface StackDesk {
  readonly programmes: number;
  /** Longest number of months that counts; by programme. */
  readonly months: Int32Array;
  /** The code of its own day count; by programme. */
  readonly dayCounts: Uint8Array;
  /** Cap on all it pays for one loan; infinite where there is none. By programme. */
  readonly cap: Float64Array;
  /** All caps, in the order of the programmes and of their versions. */
  readonly caps: readonly Ceiling[];
  /** Those that are not the own cap of a programme for the life of a loan. */
  readonly ceilings: readonly Ceiling[];
  /** Whether one of the ceilings holds several programmes. */
  readonly isShared: boolean;
  /** Places of the ceilings of programme `p`: `ceilingsOf[ceilingStart[p]]` up to `ceilingStart[p + 1]`. */
  readonly ceilingStart: Int32Array;
  readonly ceilingsOf: Int32Array;
  /** Rooms inside the interest: the programmes that together pay no more than it, as bits. */
  readonly residuals: Int32Array;
  /** Whether all caps, and all rooms, lie inside one another or apart; `Year`: of loans within one year. */
  readonly isNested: boolean;
  readonly isNestedInYear: boolean;
  /** Whether months count as twelfths, and nothing is paid once, nor of what others leave. */
  readonly isPlain: boolean;
  /** Sets of programmes, as bits. */
  readonly sets: Int32Array;
  /** The programmes that are in every set: they do not tell the sets apart. */
  readonly common: number;
}

/** A cap of a year or of all time; the programmes that share it, as bits. */
interface Ceiling {
  readonly members: number;
  readonly amount: number;
  readonly isYearly: boolean;
}

/**
 * Lays out candidates that all take part, those that pay what others leave behind the others (`inOrder`);
 * `undefined` where there are too many programmes, sets or caps, or days are counted as nobody does here.
 */
export function createDesk(entrants: readonly Candidate[]): StackDesk | undefined {
  if (entrants.length > PROGRAMMES_LIMIT) return undefined;
  const sets = legalSets(entrants);
  const codes = entrants.map(({ version }) => dayCountCode(version?.dayCount));
  if (sets === undefined || codes.includes(-1)) return undefined;
  const n = entrants.length;
  const months = new Int32Array(n).fill(2 ** 30);
  const cap = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const caps: Ceiling[] = [];
  const ceilings: Ceiling[] = [];
  entrants.forEach(({ programme, version }, p) => {
    months[p] = version?.maximumMonths ?? 2 ** 30;
    for (const { of, per, amount, with: others } of version?.caps ?? []) {
      if (of === 'principal') continue;
      const members = bitsOf(entrants, [programme.id, ...(others ?? [])]);
      const one = { members, amount, isYearly: per === 'year' };
      caps.push(one);
      if (per === 'life' && others === undefined) cap[p] = Math.min(cap[p]!, amount);
      else ceilings.push(one);
    }
  });
  const residuals = residualsOf(entrants);
  if (ceilings.length > CEILINGS_LIMIT || residuals.length > RESIDUALS_LIMIT) return undefined;
  const rooms = residuals.map((members) => ({ members, amount: 0, isYearly: false }));
  const isNested = (inOneYear: boolean) => areNested(caps, inOneYear) && areNested(rooms, true);
  const hasOnce = entrants.some(({ basis }) => basis?.once !== undefined);
  return {
    programmes: n,
    months,
    dayCounts: Uint8Array.from(codes),
    cap,
    caps,
    ceilings,
    isShared: ceilings.some(({ members }) => (members & (members - 1)) !== 0),
    ...ceilingsByProgramme(ceilings, n),
    residuals: Int32Array.from(residuals),
    isNested: isNested(false),
    isNestedInYear: isNested(true),
    isPlain: !hasOnce && residuals.length === 0 && codes.every((code) => code === TWELFTHS),
    sets: Int32Array.from(sets),
    common: sets.reduce((bits, set) => bits & set, -1),
  };
}

function ceilingsByProgramme(ceilings: readonly Ceiling[], programmes: number) {
  const byProgramme = Array.from({ length: programmes }, (_, p) =>
    ceilings.flatMap(({ members }, at) => ((members & (1 << p)) === 0 ? [] : [at])),
  );
  const ceilingStart = new Int32Array(programmes + 1);
  byProgramme.forEach((own, p) => {
    ceilingStart[p + 1] = ceilingStart[p]! + own.length;
  });
  return { ceilingStart, ceilingsOf: Int32Array.from(byProgramme.flat()) };
}

/** Whether each two lie inside one another or apart; a year lies inside the life of the loan. */
function areNested(ceilings: readonly Ceiling[], inOneYear: boolean): boolean {
  return ceilings.every((a, at) =>
    ceilings.slice(0, at).every((b) => {
      const shared = a.members & b.members;
      const isAInside = shared === a.members && (inOneYear || a.isYearly || !b.isYearly);
      const isBInside = shared === b.members && (inOneYear || b.isYearly || !a.isYearly);
      return shared === 0 || isAInside || isBInside;
    }),
  );
}

/** For each rule that lets a programme pay only what others leave: it and they. */
function residualsOf(entrants: readonly Candidate[]): readonly number[] {
  return entrants.flatMap(({ programme, version }) =>
    (version?.stacking ?? []).flatMap((rule) => {
      if (rule.rule !== 'residual') return [];
      const others = entrants.filter((other) => selects(rule.other, other.programme));
      return [bitsOf(entrants, [programme.id, ...others.map((other) => other.programme.id)])];
    }),
  );
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
  const found = maximalSets(foes);
  if (found === undefined) return undefined;
  const relending = bitsOf(
    entrants,
    entrants.filter((one) => one.programme.kind === 'relending').map((one) => one.programme.id),
  );
  const order = found.map((set, index) => ({ set: withoutUnmet(set, needs), index }));
  order.sort(
    (a, b) =>
      bitCount(b.set & relending) - bitCount(a.set & relending) ||
      bitCount(a.set) - bitCount(b.set) ||
      a.index - b.index,
  );
  return order.map(({ set }) => set);
}

/**
 * The sets without foes to which nothing without foes can be added, in the order in which `solveStack`
 * comes to them: with an earlier programme before without it. `undefined`: more than `SETS_LIMIT`.
 *
 * Bron and Kerbosch 1973 with a pivot (Tomita and others 2006): a set that is complete holds a certain
 * programme or one of its foes, so that only these are tried. Steps grow with the sets that there can be,
 * at most 3^10 for 30 programmes, and not with all subsets: one programme that excludes 29 leaves two sets.
 */
function maximalSets(foes: Int32Array): number[] | undefined {
  const found: number[] = [];
  const visit = (members: number, open: number, tried: number) => {
    if (found.length > SETS_LIMIT) return;
    if (open === 0) {
      if (tried === 0) found.push(members);
      return;
    }
    let branches = open;
    for (let left = open | tried; left !== 0; left &= left - 1) {
      const p = 31 - Math.clz32(left & -left);
      const own = open & (foes[p]! | (1 << p));
      if (bitCount(own) < bitCount(branches)) branches = own;
    }
    let rest = open;
    let done = tried;
    for (let left = branches; left !== 0; left &= left - 1) {
      const bit = left & -left;
      const apart = ~(foes[31 - Math.clz32(bit)]! | bit);
      visit(members | bit, rest & apart, done & apart);
      rest &= ~bit;
      done |= bit;
    }
  };
  visit(0, 2 ** foes.length - 1, 0);
  if (found.length > SETS_LIMIT) return undefined;
  return found.sort((a, b) => {
    const first = (a ^ b) & -(a ^ b);
    return (a & first) !== 0 ? -1 : 1;
  });
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
