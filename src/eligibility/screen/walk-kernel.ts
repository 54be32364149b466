import { dropBit, hasBit } from '../../arrays/bitset.ts';
import {
  beginPredicates,
  FAIL,
  type FactList,
  type FieldRegistry,
  judgeOn,
  openPredicates,
  PASS,
  type Predicates,
  UNKNOWN,
} from '../../criteria/index.ts';
import { rankIn } from './number-kernel.ts';
import { FAILED, SETTLED, UNTOLD, type WalkData } from './walk-data.ts';

/** A verdict that was not asked for yet. */
const UNASKED = 255;

/** Walks that are ready to be taken, for one need at a time. */
export interface Walks {
  readonly data: WalkData;
  /** The leaves. */
  readonly predicates: Predicates;
  /** By cut list: place of its field in a list of facts. */
  readonly places: Int32Array;
  /** By literal: its cut list; -1: it has none. */
  readonly listOf: Int32Array;
  /** By column: the verdict on its literal for the need at hand, or `UNASKED`. */
  readonly verdicts: Uint8Array;
  /** Facts of the need at hand. */
  facts: FactList;
}

/** `places`: by field of the screen, its place in a list of facts. */
export function openWalks(
  data: WalkData,
  places: readonly number[],
  registry: FieldRegistry,
): Walks {
  const listOf = new Int32Array(data.literals).fill(-1);
  data.cutLists.forEach(({ first, cuts }, list) => {
    listOf.fill(list, first, first + cuts.length);
  });
  return {
    data,
    predicates: openPredicates(data.leaves, registry),
    places: Int32Array.from(data.cutLists, ({ field }) => places[field]!),
    listOf,
    verdicts: new Uint8Array(data.literals * 2),
    facts: [],
  };
}

/** Takes up the facts that walks are asked of. Nothing is judged yet: few walks may be asked for. */
export function beginWalks(walks: Walks, facts: FactList): void {
  const { verdicts, predicates } = walks;
  const { literals } = walks.data;
  walks.facts = facts;
  beginPredicates(predicates, facts);
  verdicts.fill(UNASKED);
  verdicts[UNTOLD] = UNKNOWN;
  verdicts[UNTOLD + literals] = UNKNOWN;
  verdicts[SETTLED] = PASS;
  verdicts[SETTLED + literals] = FAIL;
}

/** The verdict on the condition of a walk for the facts at hand. */
export function judgeWalk(walks: Walks, walk: number): number {
  const hopeful = takeWalk(walks, walk, 1);
  // Where it met nothing unknown, the other walk goes the same way.
  if (hopeful !== UNKNOWN) return hopeful;
  return takeWalk(walks, walk, 0) === FAIL ? UNKNOWN : PASS;
}

/**
 * Goes through a condition, unknown being taken for pass where `hope` is 1, for fail where it is 0.
 * Fail where it ends so; pass where it ends so and met nothing unknown; unknown otherwise.
 *
 * The inner loop calls nothing, so that the compiler looks up where the columns lie once for all its
 * steps: with the call in it the screen took a quarter longer.
 */
function takeWalk(walks: Walks, walk: number, hope: number): number {
  const { verdicts } = walks;
  const { steps, entries } = walks.data;
  let met = 0;
  let at = entries[walk]!;
  while (at >= 0) {
    while (at >= 0) {
      const verdict = verdicts[steps[at]!]!;
      if (verdict === UNASKED) break;
      met |= verdict;
      at = steps[at + 1 + ((verdict + hope) >> 1)]!;
    }
    if (at >= 0) judgeLiteral(walks, steps[at]!);
  }
  if (at === FAILED) return FAIL;
  return (met & UNKNOWN) === 0 ? PASS : UNKNOWN;
}

/** Judges the literal of a column, and with a cut all others of its list. */
function judgeLiteral(walks: Walks, column: number): void {
  const { data, listOf, verdicts } = walks;
  const { literals, leaves } = data;
  const literal = column < literals ? column : column - literals;
  const list = listOf[literal]!;
  if (list >= 0) {
    judgeCuts(walks, list);
    return;
  }
  const verdict = judgeOn(walks.predicates, literal - literals + leaves.length, walks.facts);
  verdicts[literal] = verdict;
  verdicts[literal + literals] = PASS - verdict;
}

function judgeCuts({ data, places, facts, verdicts }: Walks, list: number): void {
  const { literals } = data;
  const { cuts, first, isLeast } = data.cutLists[list]!;
  const end = first + cuts.length;
  const value = facts[places[list]!];
  if (value === undefined) {
    verdicts.fill(UNKNOWN, first, end);
    verdicts.fill(UNKNOWN, first + literals, end + literals);
    return;
  }
  // What is no number is at least and at most nothing, as in the rule.
  const number = isLeast ? (value as number) : -(value as number);
  const middle = first + rankIn(cuts, 0, cuts.length, number);
  verdicts.fill(PASS, first, middle);
  verdicts.fill(FAIL, middle, end);
  verdicts.fill(FAIL, first + literals, middle + literals);
  verdicts.fill(PASS, middle + literals, end + literals);
}

/**
 * Takes the products whose conditions do not pass out of the sets of those that pass and may pass.
 * A walk is only taken where a product is left that has its condition.
 */
export function screenWalks(
  walks: Walks,
  facts: FactList,
  pass: Uint32Array,
  possible: Uint32Array,
): void {
  const { entries, ownerStart, rows } = walks.data;
  if (entries.length === 0) return;
  beginWalks(walks, facts);
  for (let walk = 0; walk < entries.length; walk++) {
    const end = ownerStart[walk + 1]!;
    let verdict = UNASKED;
    for (let i = ownerStart[walk]!; i < end; i++) {
      const row = rows[i]!;
      if (!hasBit(possible, 0, row)) continue;
      if (verdict === UNASKED) verdict = judgeWalk(walks, walk);
      if (verdict === PASS) break;
      dropBit(pass, 0, row);
      if (verdict === FAIL) dropBit(possible, 0, row);
    }
  }
}
