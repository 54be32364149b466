import { Engine, type NestedCondition, type RuleProperties } from 'json-rules-engine';
import { LIST_FIELDS, type ListField, type PlainProduct } from '../workloads/plain.ts';
import type { Peer } from './peer.ts';

/**
 * One engine with a rule for each product, as its documentation shows. Code prefixes and sets need
 * operators of our own, which it takes; everything else is built in.
 */
export const jsonRulesEngine: Peer = {
  name: 'json-rules-engine',
  prepare: (products) => {
    const engine = new Engine(products.map(ruleOf));
    engine.addOperator<string, readonly string[]>('within', (code, ancestors) =>
      ancestors.some((ancestor) => code.startsWith(ancestor)),
    );
    engine.addOperator<readonly string[], readonly string[]>('hasAny', (values, operands) =>
      values.some((value) => operands.includes(value)),
    );
    engine.addOperator<readonly string[], readonly string[]>('hasNone', (values, operands) =>
      values.every((value) => !operands.includes(value)),
    );
    const eligibleOf = async (facts: object): Promise<readonly number[]> => {
      const { events } = await engine.run({ ...facts });
      // Events come in the order in which promises settle.
      return events.map((event) => Number(event.type)).sort((a, b) => a - b);
    };
    return {
      ask: async (facts) => {
        const all: (readonly number[])[] = [];
        for (const one of facts) all.push(await eligibleOf(one));
        return all;
      },
    };
  },
};

/**
 * What rules out most pairs is asked first: conditions of one priority are all evaluated, so that
 * without priorities nothing would stop early. Nearly twice as fast here as without.
 */
const PRIORITIES: Readonly<Record<string, number>> = { purpose: 3, region: 2 };

function ruleOf({ ranges, lists }: PlainProduct, at: number): RuleProperties {
  const all: NestedCondition[] = [];
  for (const [fact, { min, max }] of Object.entries(ranges)) {
    if (min !== undefined) all.push({ fact, operator: 'greaterThanInclusive', value: min });
    if (max !== undefined) all.push({ fact, operator: 'lessThanInclusive', value: max });
  }
  for (const [fact, operands] of Object.entries(lists)) {
    const { operator } = LIST_FIELDS[fact as ListField];
    all.push({ fact, operator, value: operands, priority: PRIORITIES[fact] ?? 1 });
  }
  return { conditions: { all }, event: { type: String(at) } };
}
