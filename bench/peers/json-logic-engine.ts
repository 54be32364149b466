import { LogicEngine } from 'json-logic-engine';
import {
  LIST_FIELDS,
  type ListField,
  type PlainFacts,
  type PlainProduct,
} from '../workloads/plain.ts';
import type { Peer } from './peer.ts';

type Logic = Readonly<Record<string, unknown>>;
type Test = (facts: PlainFacts) => boolean;

/** A compiled function for each product (`build`, its fastest way): stops at the first failure. */
export const jsonLogicEngine: Peer = {
  name: 'json-logic-engine',
  prepare: (products) => {
    const engine = createEngine();
    const tests = products.map((product) => engine.build(logicOf(product)) as Test);
    const eligibleOf = (facts: PlainFacts): readonly number[] => {
      const eligible: number[] = [];
      for (const [at, test] of tests.entries()) if (test(facts)) eligible.push(at);
      return eligible;
    };
    return { ask: (facts) => facts.map(eligibleOf) };
  },
};

/** Code prefixes and sets as methods of our own: no slower than `some` over `in`, and shorter. */
function createEngine(): LogicEngine {
  const engine = new LogicEngine();
  const options = { deterministic: true };
  const over =
    <T>(holds: (value: T, operands: readonly string[]) => boolean) =>
    ([value, operands]: readonly [T, readonly string[]]) =>
      holds(value, operands);
  const isWithin = (code: string, ancestors: readonly string[]) =>
    ancestors.some((ancestor) => code.startsWith(ancestor));
  const overlaps = (values: readonly string[], operands: readonly string[]) =>
    values.some((value) => operands.includes(value));
  const isApart = (values: readonly string[], operands: readonly string[]) =>
    !overlaps(values, operands);
  engine.addMethod('within', over(isWithin), options);
  engine.addMethod('hasAny', over(overlaps), options);
  engine.addMethod('hasNone', over(isApart), options);
  return engine;
}

function logicOf({ ranges, lists }: PlainProduct): Logic {
  const and: Logic[] = [];
  for (const [name, { min, max }] of Object.entries(ranges)) {
    const value = { var: name };
    // A chain of three, `min <= value <= max`, where both ends are there.
    if (min !== undefined && max !== undefined) and.push({ '<=': [min, value, max] });
    else if (min !== undefined) and.push({ '>=': [value, min] });
    else and.push({ '<=': [value, max] });
  }
  for (const [name, operands] of Object.entries(lists)) {
    const { operator } = LIST_FIELDS[name as ListField];
    and.push({ [operator]: [{ var: name }, operands] });
  }
  return { and };
}
