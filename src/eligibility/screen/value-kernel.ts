import { addBit, dropBit } from '../../arrays/bitset.ts';
import { evaluateLeaf, type Literal } from '../../criteria/index.ts';
import type { CodeArm, ValueArm } from './data.ts';
import type { ArmClause } from './layout.ts';
import { keepRow, type PoolBuilder } from './pool-kernel.ts';

type Built<T> = Omit<T, 'missingPass' | 'missingPossible'>;

/** A text that no document can hold: it stands for every value that no product names. */
const STRANGER = '\u{0}';

/** 0 fail, 1 unknown, 2 pass: the greatest of the literals, by the rule itself. */
function bestOf(literals: readonly Literal[], value: string): number {
  let best = 0;
  for (let i = 0; i < literals.length; i++) {
    const { leaf, negated } = literals[i]!;
    const verdict = evaluateLeaf(leaf, value);
    if (verdict === 'unknown') best = Math.max(best, 1);
    else if ((verdict === 'pass') !== negated) return 2;
  }
  return best;
}

const operandsOf = ({ literals }: ArmClause): readonly string[] =>
  literals.flatMap(({ leaf }) => ('operands' in leaf ? leaf.operands : []));

/**
 * Lays out enums and booleans: one row for every value that some product names. A clause differs from
 * its verdict on a stranger only at the values that it names itself. O(operands + values x words).
 */
export function buildValueArm(
  builder: PoolBuilder,
  field: number,
  clauses: readonly ArmClause[],
  base: Uint32Array,
): Built<ValueArm> {
  const values = namedValues(clauses);
  const other = base.slice();
  clauses.forEach(({ row, literals }) => {
    const isMember = membership(literals);
    const passes = isMember === undefined ? bestOf(literals, STRANGER) === 2 : !isMember;
    if (passes) addBit(other, 0, row);
  });
  const bits = new Map(values.map((value) => [value, other.slice()]));
  eachOperand(clauses, (value, { row, literals }) => {
    const own = bits.get(value) as Uint32Array;
    if (membership(literals) ?? bestOf(literals, value) === 2) addBit(own, 0, row);
    else dropBit(own, 0, row);
  });
  const rows = Int32Array.from(values, (value) => keepRow(builder, bits.get(value) as Uint32Array));
  return { kind: 'value', field, values, rows, otherRow: keepRow(builder, other) };
}

/** Every value that some clause names, once. */
function namedValues(clauses: readonly ArmClause[]): readonly string[] {
  const values = new Set<string>();
  eachOperand(clauses, (value) => {
    values.add(value);
  });
  return [...values];
}

/** Calls back for every value that a clause names; without iterators, for it runs before code is warm. */
function eachOperand(
  clauses: readonly ArmClause[],
  take: (value: string, clause: ArmClause) => void,
): void {
  clauses.forEach((clause) => {
    clause.literals.forEach(({ leaf }) => {
      if (!('operands' in leaf)) return;
      leaf.operands.forEach((value) => {
        take(value, clause);
      });
    });
  });
}

/**
 * Whether a clause passes for just the values that it names, `true`, or for just the others, `false`:
 * so it is for almost all. `undefined`: only the rule tells.
 */
function membership(literals: readonly Literal[]): boolean | undefined {
  const first = literals[0];
  if (first === undefined || literals.length > 1) return undefined;
  const { operator } = first.leaf;
  if (operator !== 'in' && operator !== 'notIn') return undefined;
  return (operator === 'in') !== first.negated;
}

/** Clauses with the same literals: judged once for every node. */
interface CodeGroup {
  readonly literals: readonly Literal[];
  readonly operands: readonly string[];
  readonly rows: number[];
}

const literalKey = ({ leaf, negated }: Literal): string =>
  `${negated} ${leaf.operator} ${'operands' in leaf ? leaf.operands.join(' ') : ''}`;

function groupClauses(clauses: readonly ArmClause[]): readonly CodeGroup[] {
  const groups = new Map<string, CodeGroup>();
  clauses.forEach((clause) => {
    const key = clause.literals.map(literalKey).join('|');
    const known = groups.get(key);
    if (known === undefined) {
      const { literals, row } = clause;
      groups.set(key, { literals, operands: operandsOf(clause), rows: [row] });
    } else known.rows.push(clause.row);
  });
  return [...groups.values()];
}

/**
 * Lays out hierarchical codes. A clause differs from its verdict on a stranger only at beginnings of
 * its own codes and below them; nodes in ascending order keep everything below a code together.
 */
export function buildCodeArm(
  builder: PoolBuilder,
  field: number,
  clauses: readonly ArmClause[],
  base: Uint32Array,
): Built<CodeArm> {
  const groups = groupClauses(clauses);
  const nodes = nodesOf(groups.flatMap((group) => group.operands));
  const placeOf = new Map(nodes.map((node, place) => [node, place]));
  const stranger = { pass: base.slice(), possible: base.slice() };
  for (const { literals, rows } of groups) {
    mark(stranger, rows, bestOf(literals, STRANGER));
  }
  const at = nodes.map(() => ({
    pass: stranger.pass.slice(),
    possible: stranger.possible.slice(),
  }));
  const below = nodes.map(() => ({
    pass: stranger.pass.slice(),
    possible: stranger.possible.slice(),
  }));
  for (const { literals, operands, rows } of groups) {
    for (const place of placesNear(operands, nodes, placeOf)) {
      const node = nodes[place] as string;
      mark(at[place]!, rows, bestOf(literals, node));
      mark(below[place]!, rows, bestOf(literals, node + STRANGER));
    }
  }
  return {
    kind: 'code',
    field,
    nodes,
    passRows: Int32Array.from(at, ({ pass }) => keepRow(builder, pass)),
    possibleRows: Int32Array.from(at, ({ possible }) => keepRow(builder, possible)),
    // A code that leaves the nodes contains no code that is named: nothing is unknown of it.
    belowRows: Int32Array.from([...below, stranger], ({ pass }) => keepRow(builder, pass)),
  };
}

/**
 * Where a code stands that is no node itself: `nodes + node` below the last node that it begins with,
 * `nodes + nodes` for a code that begins like none.
 */
export function codePlace(
  placeOf: ReadonlyMap<string, number>,
  nodes: number,
  code: string,
): number {
  for (let end = code.length - 1; end > 0; end--) {
    const above = placeOf.get(code.slice(0, end));
    if (above !== undefined) return above < nodes ? nodes + above : above;
  }
  return nodes + nodes;
}

function mark(
  bits: { readonly pass: Uint32Array; readonly possible: Uint32Array },
  rows: readonly number[],
  value: number,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (value === 2) addBit(bits.pass, 0, row);
    else dropBit(bits.pass, 0, row);
    if (value > 0) addBit(bits.possible, 0, row);
    else dropBit(bits.possible, 0, row);
  }
}

/** Every beginning of every code, the empty one too, ascending by code units. */
function nodesOf(codes: readonly string[]): readonly string[] {
  const nodes = new Set<string>();
  for (const code of codes) {
    for (let end = code.length; end >= 0 && !nodes.has(code.slice(0, end)); end--) {
      nodes.add(code.slice(0, end));
    }
  }
  return [...nodes].sort((a, b) => (a < b ? -1 : 1));
}

/** Places of the nodes that begin some code or lie below one. */
function placesNear(
  codes: readonly string[],
  nodes: readonly string[],
  placeOf: ReadonlyMap<string, number>,
): ReadonlySet<number> {
  const places = new Set<number>();
  for (const code of codes) {
    for (let end = 0; end < code.length; end++)
      places.add(placeOf.get(code.slice(0, end)) as number);
    for (
      let place = placeOf.get(code) as number;
      nodes[place]?.startsWith(code) === true;
      place++
    ) {
      places.add(place);
    }
  }
  return places;
}
