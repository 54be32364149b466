import { createPredicates, type PredicateBuilder, predicateOf } from '../../criteria/index.ts';
import type { Criterion, LeafCriterion, RangeCriterion } from '../../model/index.ts';
import type { OpenCondition } from './layout.ts';
import {
  CONSTANTS,
  type CutList,
  FAILED,
  PASSED,
  SETTLED,
  STEP_WIDTH,
  UNTOLD,
  type WalkData,
} from './walk-data.ts';

/** A condition whose negations have moved down to its literals. */
interface Part {
  /** Draft of a literal, times two, and one where it is negated; -1: a group. */
  readonly literal: number;
  /** Of a group: whether all parts must pass, or any. */
  readonly isAll: boolean;
  readonly parts: readonly Part[];
  /** Literals in it; at least one. */
  readonly size: number;
}

/**
 * The literals of all walks, while they are collected. A draft is a literal in the order of appearance.
 */
interface Literals {
  /** Names of the fields of the screen, by their place. */
  readonly fields: Map<string, number>;
  readonly lists: Map<string, CutDrafts>;
  readonly leaves: PredicateBuilder;
  /** By leaf its draft. */
  readonly leafDrafts: number[];
  /** Drafts so far. */
  count: number;
}

interface CutDrafts {
  readonly field: number;
  readonly isLeast: boolean;
  /** By cut its draft. */
  readonly drafts: Map<number, number>;
}

/** A walk with addresses that count from its own first step, and drafts in place of columns. */
interface WalkDraft {
  readonly steps: Int32Array;
  readonly owners: OpenCondition[];
}

/**
 * Lays out conditions as walks. Within a group short parts come first, and short walks before long
 * ones: so the least is looked at before a verdict falls. O(n log n) in the number of literals.
 * `fields`: names of the fields of a screen, by their place; those that are new are added.
 */
export function buildWalks(
  conditions: readonly OpenCondition[],
  fields: Map<string, number>,
): WalkData {
  const literals: Literals = {
    fields,
    lists: new Map(),
    leaves: createPredicates(),
    leafDrafts: [],
    count: CONSTANTS,
  };
  const distinct = createPredicates();
  const drafts: WalkDraft[] = [];
  conditions.forEach((condition) => {
    const place = predicateOf(distinct, condition.criterion);
    const known = drafts[place];
    if (known !== undefined) known.owners.push(condition);
    else {
      const steps = stepsOf(partOf(literals, condition.criterion, false));
      drafts.push({ steps, owners: [condition] });
    }
  });
  drafts.sort((a, b) => a.steps.length - b.steps.length);
  const { cutLists, columnOf } = orderLiterals(literals);
  return {
    literals: columnOf.length,
    cutLists,
    leaves: literals.leaves.criteria as LeafCriterion[],
    ...joinWalks(drafts, columnOf),
  };
}

function partOf(literals: Literals, criterion: Criterion, isNegated: boolean): Part {
  switch (criterion.operator) {
    case 'ask':
      return single(UNTOLD, false);
    case 'not':
      return partOf(literals, criterion.criterion, !isNegated);
    case 'all':
    case 'any': {
      const isAll = (criterion.operator === 'all') !== isNegated;
      const parts = criterion.criteria.map((one) => partOf(literals, one, isNegated));
      return groupOf(isAll, parts);
    }
    case 'range': {
      const ends = cutsOf(literals, criterion).map((draft) => single(draft, isNegated));
      return groupOf(!isNegated, ends);
    }
    default:
      return single(leafDraft(literals, criterion), isNegated);
  }
}

function single(draft: number, isNegated: boolean): Part {
  return { literal: draft * 2 + (isNegated ? 1 : 0), isAll: true, parts: [], size: 1 };
}

/** A group; groups of its own kind within it are taken apart. */
function groupOf(isAll: boolean, parts: readonly Part[]): Part {
  // Nothing at all passes where all must, and fails where any may.
  if (parts.length === 0) return single(SETTLED, !isAll);
  if (parts.length === 1) return parts[0]!;
  const own = parts.flatMap((part) =>
    part.literal < 0 && part.isAll === isAll ? part.parts : [part],
  );
  own.sort((a, b) => a.size - b.size);
  let size = 0;
  for (const part of own) size += part.size;
  return { literal: -1, isAll, parts: own, size };
}

/** Drafts of the ends of a range. */
function cutsOf(literals: Literals, { field, min, max }: RangeCriterion): readonly number[] {
  const drafts: number[] = [];
  // Without an end every number is in it, and only a missing one leaves it open.
  const least = min ?? (max === undefined ? Number.NEGATIVE_INFINITY : undefined);
  if (least !== undefined) drafts.push(cutDraft(literals, field, true, least));
  if (max !== undefined) drafts.push(cutDraft(literals, field, false, -max));
  return drafts;
}

function cutDraft(literals: Literals, field: string, isLeast: boolean, cut: number): number {
  const { fields, lists } = literals;
  const key = `${isLeast} ${field}`;
  let list = lists.get(key);
  if (list === undefined) {
    list = { field: fieldPlace(fields, field), isLeast, drafts: new Map() };
    lists.set(key, list);
  }
  const known = list.drafts.get(cut);
  if (known !== undefined) return known;
  list.drafts.set(cut, literals.count);
  return literals.count++;
}

function leafDraft(literals: Literals, leaf: LeafCriterion): number {
  const { fields, leaves, leafDrafts } = literals;
  const place = predicateOf(leaves, leaf);
  const known = leafDrafts[place];
  if (known !== undefined) return known;
  fieldPlace(fields, leaf.field);
  leafDrafts.push(literals.count);
  return literals.count++;
}

function fieldPlace(fields: Map<string, number>, name: string): number {
  const place = fields.get(name) ?? fields.size;
  fields.set(name, place);
  return place;
}

function stepsOf(whole: Part): Int32Array {
  const steps = new Int32Array(whole.size * STEP_WIDTH);
  writeSteps(steps, 0, whole, FAILED, PASSED);
  return steps;
}

/** Writes the steps of a part from an address on. */
function writeSteps(
  steps: Int32Array,
  at: number,
  { literal, isAll, parts }: Part,
  onFail: number,
  onPass: number,
): void {
  if (literal >= 0) {
    steps[at] = literal;
    steps[at + 1] = onFail;
    steps[at + 2] = onPass;
    return;
  }
  let from = at;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const next = from + part.size * STEP_WIDTH;
    const isLast = i === parts.length - 1;
    if (isAll) writeSteps(steps, from, part, onFail, isLast ? onPass : next);
    else writeSteps(steps, from, part, isLast ? onFail : next, onPass);
    from = next;
  }
}

/** Puts cuts in ascending order, list by list, and leaves behind them. */
function orderLiterals({ lists, leafDrafts, count }: Literals): {
  readonly cutLists: readonly CutList[];
  /** By draft its column. */
  readonly columnOf: Int32Array;
} {
  const columnOf = new Int32Array(count);
  columnOf[SETTLED] = SETTLED;
  let next = CONSTANTS;
  const cutLists: CutList[] = [];
  for (const { field, isLeast, drafts } of lists.values()) {
    const cuts = Float64Array.from(drafts.keys()).sort();
    cutLists.push({ field, isLeast, cuts, first: next });
    cuts.forEach((cut) => {
      columnOf[drafts.get(cut)!] = next++;
    });
  }
  leafDrafts.forEach((draft) => {
    columnOf[draft] = next++;
  });
  return { cutLists, columnOf };
}

/** Puts walks one behind the other. */
function joinWalks(
  drafts: readonly WalkDraft[],
  columnOf: Int32Array,
): Pick<WalkData, 'steps' | 'entries' | 'ownerStart' | 'rows' | 'conditions'> {
  const entries = new Int32Array(drafts.length);
  const ownerStart = new Int32Array(drafts.length + 1);
  const steps = new Int32Array(drafts.reduce((sum, one) => sum + one.steps.length, 0));
  const owners = drafts.flatMap((one) => one.owners);
  let at = 0;
  drafts.forEach((draft, walk) => {
    entries[walk] = at;
    ownerStart[walk + 1] = ownerStart[walk]! + draft.owners.length;
    for (let s = 0; s < draft.steps.length; s += STEP_WIDTH) {
      const literal = draft.steps[s]!;
      const onFail = draft.steps[s + 1]!;
      const onPass = draft.steps[s + 2]!;
      steps[at + s] = columnOf[literal >> 1]! + (literal & 1) * columnOf.length;
      steps[at + s + 1] = onFail < 0 ? onFail : at + onFail;
      steps[at + s + 2] = onPass < 0 ? onPass : at + onPass;
    }
    at += draft.steps.length;
  });
  return {
    steps,
    entries,
    ownerStart,
    rows: Int32Array.from(owners, ({ row }) => row),
    conditions: Int32Array.from(owners, ({ condition }) => condition),
  };
}
