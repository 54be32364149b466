import type { CompiledProduct } from '../../catalog/index.ts';
import { type Clause, clausesOf, type Literal } from '../../criteria/index.ts';
import type { Criterion } from '../../model/index.ts';

/** A clause of one product, as far as it looks at one field. */
export interface ArmClause {
  readonly row: number;
  readonly literals: readonly Literal[];
}

/** The clauses of many products over one field. */
export interface ArmPlan {
  readonly field: string;
  readonly clauses: ArmClause[];
}

/** What stands in one slot, before it becomes bits. */
export interface SlotPlan {
  readonly kind: 'simple' | 'joint' | 'fixed';
  readonly arms: Map<string, ArmPlan>;
  /** Products that have a clause here, ascending, and beside each the place of its condition. */
  readonly owners: number[];
  readonly conditions: number[];
  /** Owners whose clause never falls below unknown. */
  readonly asking: number[];
}

/** A condition without slots: beyond the bounds of the normal form, or with too few of its kind. */
export interface OpenCondition {
  readonly row: number;
  /** Place in `CompiledProduct.conditions`, and the condition there. */
  readonly condition: number;
  readonly criterion: Criterion;
}

/** Which clause stands where. */
export interface Layout {
  /** Fixed slots last. */
  readonly slots: readonly SlotPlan[];
  readonly openConditions: readonly OpenCondition[];
}

/** Most clauses of one product, over all its conditions; the rest is judged one by one. */
const PRODUCT_CLAUSES_LIMIT = 256;

/**
 * Gives every clause of every product a slot, so that no slot holds two of one product. Clauses over
 * one field share slots by field, so that a slot is one look-up; clauses over several fields stand in
 * joint slots; clauses that are the same for every need in fixed ones.
 */
export function layOut(products: readonly CompiledProduct[]): Layout {
  const board: Board = { groups: new Map(), slots: [] };
  const openConditions: OpenCondition[] = [];
  products.forEach(({ conditions }, row) => {
    let total = 0;
    conditions.forEach((criterion, condition) => {
      const clauses = clausesOf(criterion);
      total += clauses?.length ?? 0;
      if (clauses === undefined || total > PRODUCT_CLAUSES_LIMIT) {
        openConditions.push({ row, condition, criterion });
        return;
      }
      // Callbacks here and below, and no iterators, which make an object a step before code is warm.
      clauses.forEach((clause) => {
        addClause(nextSlot(board, clause, row), clause, row, condition);
      });
    });
  });
  dropSparse(products, board.slots, openConditions);
  const order = { simple: 0, joint: 1, fixed: 2 };
  const slots = board.slots.filter(({ owners }) => owners.length > 0);
  return { slots: slots.sort((a, b) => order[a.kind] - order[b.kind]), openConditions };
}

/** What an arm of a joint slot costs a need, in walks through a condition; measured: from one to four. */
const WALKS_PER_ARM = 2;

/**
 * Opens the conditions of joint slots that few products use. Such a slot has its arms chosen and united
 * for every need; conditions that are judged by themselves cost less there. The last slots are the
 * sparse ones, and what is taken out of them leaves the ones before.
 */
function dropSparse(
  products: readonly CompiledProduct[],
  slots: readonly SlotPlan[],
  openConditions: OpenCondition[],
): void {
  for (let s = slots.length - 1; s >= 0; s--) {
    const slot = slots[s] as SlotPlan;
    const { kind, arms, owners, conditions } = slot;
    if (kind !== 'joint' || owners.length >= arms.size * WALKS_PER_ARM) continue;
    const dropped = new Map(owners.map((row, i) => [row, conditions[i] as number]));
    for (const [row, condition] of dropped) {
      const criterion = products[row]?.conditions[condition] as Criterion;
      openConditions.push({ row, condition, criterion });
    }
    for (const other of slots) dropOwners(other, dropped);
  }
}

/** Takes the clauses of some conditions, by row, out of a slot. */
function dropOwners(slot: SlotPlan, dropped: ReadonlyMap<number, number>): void {
  const { arms, owners, conditions, asking } = slot;
  const gone = new Set(owners.filter((row, i) => dropped.get(row) === conditions[i]));
  if (gone.size === 0) return;
  const isKept = (row: number) => !gone.has(row);
  const kept = conditions.filter((_, i) => isKept(owners[i] as number));
  conditions.splice(0, conditions.length, ...kept);
  owners.splice(0, owners.length, ...owners.filter(isKept));
  asking.splice(0, asking.length, ...asking.filter(isKept));
  for (const [key, { clauses }] of arms) {
    clauses.splice(0, clauses.length, ...clauses.filter(({ row }) => isKept(row)));
    if (clauses.length === 0) arms.delete(key);
  }
}

/** The slots that share a key: the `i`-th clause of a product with that key stands in the `i`-th. */
interface SlotGroup {
  readonly slots: SlotPlan[];
  /** The product at hand, and how many of its clauses have a slot. */
  row: number;
  used: number;
}

interface Board {
  readonly groups: Map<string, SlotGroup>;
  /** All slots in the order in which they were first used. */
  readonly slots: SlotPlan[];
}

const JOINT = 'any of several';
const FIXED = 'the same for all';

/** The field of a clause over one field, or one of the two other kinds. */
function slotKey({ literals, asks }: Clause): string {
  const first = literals[0];
  if (first === undefined) return FIXED;
  const { field } = first.leaf;
  if (literals.length === 1 && !asks) return field;
  const isSingle = literals.every(({ leaf }) => leaf.field === field);
  return isSingle && !asks && literals.filter(wantsNone).length <= 1 ? field : JOINT;
}

/** Labels that must be away: two such alternatives of one clause cannot share an arm. */
function wantsNone({ leaf, negated }: Literal): boolean {
  return (leaf.operator === 'hasNone' && !negated) || (leaf.operator === 'hasAny' && negated);
}

/** The slot for a clause of a product: the first of its key that holds none of the product. */
function nextSlot({ groups, slots }: Board, clause: Clause, row: number): SlotPlan {
  const key = slotKey(clause);
  let group = groups.get(key);
  if (group === undefined) {
    group = { slots: [], row, used: 0 };
    groups.set(key, group);
  }
  if (group.row !== row) {
    group.row = row;
    group.used = 0;
  }
  const place = group.used;
  group.used += 1;
  const known = group.slots[place];
  if (known !== undefined) return known;
  const kind = key === FIXED ? 'fixed' : key === JOINT ? 'joint' : 'simple';
  const slot: SlotPlan = { kind, arms: new Map(), owners: [], conditions: [], asking: [] };
  group.slots.push(slot);
  slots.push(slot);
  return slot;
}

function addClause(slot: SlotPlan, clause: Clause, row: number, condition: number): void {
  slot.owners.push(row);
  slot.conditions.push(condition);
  if (clause.asks) slot.asking.push(row);
  const first = clause.literals[0];
  if (slot.kind === 'simple' && first !== undefined) {
    const { field } = first.leaf;
    armOf(slot, field, field).clauses.push({ row, literals: clause.literals });
    return;
  }
  const own = new Map<string, Literal[]>();
  let away = 0;
  for (const literal of clause.literals) {
    const { field } = literal.leaf;
    if (wantsNone(literal)) away += 1;
    const key = slot.kind === 'joint' && wantsNone(literal) ? `${field} ${away}` : field;
    const literals = own.get(key);
    if (literals === undefined) own.set(key, [literal]);
    else literals.push(literal);
  }
  for (const [key, literals] of own) {
    const field = (literals[0] as Literal).leaf.field;
    armOf(slot, key, field).clauses.push({ row, literals });
  }
}

function armOf({ arms }: SlotPlan, key: string, field: string): ArmPlan {
  const known = arms.get(key);
  if (known !== undefined) return known;
  const arm: ArmPlan = { field, clauses: [] };
  arms.set(key, arm);
  return arm;
}
