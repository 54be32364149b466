import { addBit, dropBit } from '../../arrays/bitset.ts';
import type { CompiledProduct } from '../../catalog/index.ts';
import { type FieldRegistry, fieldNamed } from '../../criteria/index.ts';
import type { Arm, ScreenData, Slot } from './data.ts';
import { type ArmPlan, layOut, type SlotPlan } from './layout.ts';
import { buildNumberArm, missingRows } from './number-kernel.ts';
import {
  allProducts,
  createPool,
  freshRow,
  fullRows,
  keepRow,
  type PoolBuilder,
} from './pool-kernel.ts';
import { buildSetArm } from './set-kernel.ts';
import { buildCodeArm, buildValueArm } from './value-kernel.ts';
import { buildWalks } from './walk-build-kernel.ts';

/**
 * Builds the screen of some products, row `p` for the `p`-th. `isOffered`: the products that can be
 * applied for at all on the catalog's day; the others fail for every need.
 */
export function buildScreen(
  products: readonly CompiledProduct[],
  registry: FieldRegistry,
  isOffered: (compiled: CompiledProduct) => boolean,
): ScreenData {
  const builder = createPool(products.length);
  const layout = layOut(products);
  const fields = new Map<string, number>();
  const slots = layout.slots.map((plan) => buildSlot(builder, plan, fields, registry));
  const walks = buildWalks(layout.openConditions, fields);
  const openSlots = layout.slots.filter((plan) => plan.kind !== 'fixed').length;
  const fixed = intersectFixed(builder, slots.slice(openSlots), products, isOffered);
  const fixedPass = keepRow(builder, fixed.pass);
  const fixedPossible = keepRow(builder, fixed.possible);
  return {
    rows: products.length,
    words: builder.words,
    isFull: fullRows(builder),
    pool: builder.pool.slice(0, builder.count * builder.words),
    fields: [...fields.keys()],
    slots,
    openSlots,
    fixedPass,
    fixedPossible,
    conditionOf: conditionsBySlot(layout.slots, products.length),
    walks,
  };
}

function conditionsBySlot(plans: readonly SlotPlan[], rows: number): Uint16Array {
  const conditionOf = new Uint16Array(plans.length * rows);
  plans.forEach(({ owners, conditions }, slot) => {
    for (let i = 0; i < owners.length; i++) {
      conditionOf[slot * rows + owners[i]!] = conditions[i]! + 1;
    }
  });
  return conditionOf;
}

function buildSlot(
  builder: PoolBuilder,
  plan: SlotPlan,
  fields: Map<string, number>,
  registry: FieldRegistry,
): Slot {
  const others = allProducts(builder);
  plan.owners.forEach((row) => {
    dropBit(others, 0, row);
  });
  const maybe = others.slice();
  for (const row of plan.asking) addBit(maybe, 0, row);
  if (plan.kind === 'fixed') {
    return { kind: 'fixed', pass: keepRow(builder, others), possible: keepRow(builder, maybe) };
  }
  const arms = [...plan.arms.values()];
  if (plan.kind === 'simple') {
    return { kind: 'simple', arm: buildArm(builder, arms[0]!, others, fields, registry) };
  }
  const nothing = new Uint32Array(builder.words);
  return {
    kind: 'joint',
    basePass: keepRow(builder, others),
    basePossible: keepRow(builder, maybe),
    arms: arms.map((arm) => buildArm(builder, arm, nothing, fields, registry)),
    scratch: freshRow(builder, 2),
  };
}

function buildArm(
  builder: PoolBuilder,
  { field: name, clauses }: ArmPlan,
  base: Uint32Array,
  fields: Map<string, number>,
  registry: FieldRegistry,
): Arm {
  const field = fields.get(name) ?? fields.size;
  fields.set(name, field);
  const missing = missingRows(builder, clauses, base);
  switch (fieldNamed(registry, name).type) {
    case 'code':
    case 'region':
      return { ...buildCodeArm(builder, field, clauses, base), ...missing };
    case 'enum':
    case 'boolean':
      return { ...buildValueArm(builder, field, clauses, base), ...missing };
    case 'set':
      return { ...buildSetArm(builder, field, clauses, base), ...missing };
    default:
      return { ...buildNumberArm(builder, field, clauses, base), ...missing };
  }
}

/** What is the same for every need, in one row of each family. */
function intersectFixed(
  builder: PoolBuilder,
  slots: readonly Slot[],
  products: readonly CompiledProduct[],
  isOffered: (compiled: CompiledProduct) => boolean,
): { pass: Uint32Array; possible: Uint32Array } {
  const pass = allProducts(builder);
  products.forEach((compiled, row) => {
    if (!isOffered(compiled)) dropBit(pass, 0, row);
  });
  const possible = pass.slice();
  for (const slot of slots) {
    if (slot.kind !== 'fixed') continue;
    for (let w = 0; w < builder.words; w++) {
      pass[w]! &= builder.pool[slot.pass * builder.words + w]!;
      possible[w]! &= builder.pool[slot.possible * builder.words + w]!;
    }
  }
  return { pass, possible };
}
