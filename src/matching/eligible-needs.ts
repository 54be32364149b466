import type { Catalog, CompiledProduct } from '../catalog/index.ts';
import {
  type Clause,
  clausesOf,
  evaluate,
  evaluateLeaf,
  type FactContext,
  type FactReader,
  type FactSubjects,
  factReader,
  type Literal,
} from '../criteria/index.ts';
import { encodeNeed, isInForce } from '../eligibility/index.ts';
import type { Criterion, FieldValue, Need } from '../model/index.ts';

/** Whether a condition does not fail for a need. */
type Test = (subjects: FactSubjects) => boolean;

/**
 * The needs, of some, for which no condition of the language fails for one product: the same question
 * as the screen's, from the other side. Condition by condition, over the needs that are left, so that
 * most facts are never read. O(needs x conditions) at worst.
 */
export function possibleNeeds(
  catalog: Catalog,
  compiled: CompiledProduct,
  needs: readonly Need[],
  among: Int32Array,
): Int32Array {
  if (!isInForce(catalog, compiled)) return new Int32Array(0);
  const left = among.slice();
  let count = left.length;
  const [first] = needs;
  if (first === undefined) return left;
  const subjects: FactSubjects = {
    need: first,
    enterprise: first.enterprise,
    project: first.project,
  };
  for (const test of compiled.conditions.flatMap((one) => testsOf(catalog, one))) {
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const at = left[i] as number;
      const need = needs[at] as Need;
      subjects.need = need;
      subjects.enterprise = need.enterprise;
      subjects.project = need.project;
      if (isLeft(test, subjects)) left[kept++] = at;
    }
    count = kept;
  }
  return left.subarray(0, count);
}

/** A need whose fact cannot be read stays in: whoever ranks it will refuse it. */
function isLeft(test: Test, subjects: FactSubjects): boolean {
  try {
    return test(subjects);
  } catch {
    return true;
  }
}

function testsOf(catalog: Catalog, criterion: Criterion): readonly Test[] {
  const { asOf, document, registry } = catalog;
  const { sizeRule } = document;
  const context: FactContext = sizeRule === undefined ? { asOf } : { asOf, sizeRule };
  const clauses = clausesOf(criterion);
  if (clauses !== undefined) return clauses.map((clause) => clauseTest(clause, context));
  return [({ need }) => evaluate(criterion, encodeNeed(catalog, need).facts, registry) !== 'fail'];
}

function clauseTest({ literals, asks }: Clause, context: FactContext): Test {
  if (asks) return () => true;
  const tests = literals.map((literal) => literalTest(literal, context));
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return (subjects) => tests.some((test) => test(subjects));
}

function literalTest({ leaf, negated }: Literal, context: FactContext): Test {
  const read: FactReader = factReader(leaf.field);
  if (leaf.operator === 'range') {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = leaf;
    return (subjects) => {
      const value = read(subjects, context);
      return (
        value === undefined || ((value as number) >= min && (value as number) <= max) !== negated
      );
    };
  }
  // Values repeat: what was said of one is said again.
  const known = new Map<FieldValue, boolean>();
  return (subjects) => {
    const value = read(subjects, context);
    if (value === undefined) return true;
    const before = known.get(value);
    if (before !== undefined) return before;
    const verdict = evaluateLeaf(leaf, value);
    const stays = verdict === 'unknown' || (verdict === 'pass') !== negated;
    if (!Array.isArray(value)) known.set(value, stays);
    return stays;
  };
}
