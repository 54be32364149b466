import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openArena } from '../src/arrays/arena.ts';
import {
  beginJudge,
  compileTest,
  createRegistry,
  deriveFacts,
  evaluate,
  FAIL,
  type FactList,
  type Judge,
  judgeBytes,
  judgeNeed,
  judgeOn,
  judgeTest,
  openJudge,
  openPredicates,
  openReading,
  PASS,
  readFacts,
} from '../src/criteria/index.ts';
import { copyNeed } from '../src/model/facts/index.ts';
import type { Criterion, FieldValue, Need } from '../src/model/index.ts';
import type { Day } from '../src/units/day.ts';
import { criterion, DECLARED_FIELDS, need } from './arbitraries-need.ts';

const registry = createRegistry(DECLARED_FIELDS);
const names = registry.fields.map((field) => field.name);
const context = { asOf: 20_000 as Day, sizeRule: 'CN-2011' } as const;

/** The same members behind getters of its own, in an object of some class, which has others. */
class Made {
  get labels(): never {
    throw new Error('what is inherited is not read');
  }

  constructor(own: object) {
    for (const [member, value] of Object.entries(own)) {
      Object.defineProperty(this, member, { enumerable: true, get: () => value });
    }
  }
}

/** With its records of declared facts, which are read in a loop of their own. */
const madeWithFacts = (own: Need | Need['enterprise'] | NonNullable<Need['project']>) =>
  new Made({ ...own, ...(own.facts === undefined ? {} : { facts: new Made(own.facts) }) });

const made = (own: Need): Need =>
  madeWithFacts({
    ...own,
    enterprise: madeWithFacts(own.enterprise),
    ...(own.project === undefined ? {} : { project: madeWithFacts(own.project) }),
  } as unknown as Need) as unknown as Need;

test('reads of each need what deriveFacts does, whatever was read before', () => {
  fc.assert(
    fc.property(fc.array(need, { minLength: 1, maxLength: 5 }), fc.boolean(), (needs, isMade) => {
      const reading = openReading(registry, names, context);
      for (const one of needs) {
        copyNeed(reading.copy, isMade ? made(one) : one);
        readFacts(reading);
        expect(reading.facts).toEqual(deriveFacts(one, registry, context));
        expect(JSON.parse(JSON.stringify(reading.copy.need))).toEqual(
          JSON.parse(JSON.stringify(one)),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('a declared fact that a record inherits is absent, for the rule too', () => {
  const facts: object = Object.create(
    { isAudited: true, exportShare: 3 },
    {
      patents: { enumerable: true, value: 2 },
    },
  );
  const one = { id: 'n', enterprise: { id: 'e', facts } } as unknown as Need;
  const reading = openReading(registry, names, context);
  copyNeed(reading.copy, one);
  readFacts(reading);
  const byRule = deriveFacts(one, registry, context);
  for (const told of [reading.facts, byRule]) {
    expect(told[names.indexOf('enterprise.isAudited')]).toBe(undefined);
    expect(told[names.indexOf('enterprise.exportShare')]).toBe(undefined);
    expect(told[names.indexOf('enterprise.patents')]).toBe(2);
  }
});

test('copies nothing of what is no need', () => {
  const { copy } = openReading(registry, names, context);
  for (const wrong of [undefined, null, 7, 'need', [], { enterprise: null, project: 'x' }]) {
    copyNeed(copy, { id: 'a', enterprise: { id: 'e' } } as unknown as Need);
    copyNeed(copy, wrong as unknown as Need);
    expect(copy.need.id).toBe(undefined);
    expect(copy.enterprise.id).toBe(undefined);
    expect(copy.project).toBe(undefined);
  }
});

test('a compiled criterion says what the rule says', () => {
  const number = { fail: FAIL, pass: PASS, unknown: 1 };
  fc.assert(
    fc.property(criterion, fc.array(need, { minLength: 1, maxLength: 8 }), (one, needs) => {
      const compiled = compileTest(one, registry);
      for (const each of needs) {
        const facts = deriveFacts(each, registry, context);
        expect(judgeTest(compiled, facts)).toBe(number[evaluate(one, facts, registry)]);
      }
    }),
    { numRuns: 2000 },
  );
});

/** Criteria that are ready to be judged, with the module or without it. */
function judgeOf(criteria: readonly Criterion[], isPlain: boolean): Judge {
  const predicates = openPredicates(criteria, registry);
  return openJudge(openArena(judgeBytes(predicates), isPlain), predicates);
}

test('criteria in columns say what the rule says, of one need after another and of other facts', () => {
  const number = { fail: FAIL, pass: PASS, unknown: 1 };
  const criteria = fc.array(criterion, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(criteria, fc.array(need, { minLength: 1, maxLength: 6 }), (several, needs) => {
      const judges = [true, false].map((isPlain) => judgeOf(several, isPlain));
      const lists = needs.map((each) => deriveFacts(each, registry, context));
      for (const facts of lists) {
        for (const judge of judges) beginJudge(judge, facts);
        for (const other of [facts, lists[0], facts]) {
          several.forEach((one, place) => {
            const verdict = number[evaluate(one, other as FactList, registry)];
            for (const { predicates } of judges) {
              expect(judgeOn(predicates, place, other as FactList)).toBe(verdict);
            }
          });
        }
        several.forEach((one, place) => {
          const verdict = number[evaluate(one, facts, registry)];
          for (const judge of judges) expect(judgeNeed(judge, place)).toBe(verdict);
        });
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([true, false])(
  'criteria read a list again that has changed since the last need; plain: %s',
  (isPlain) => {
    const labels = ['green'];
    const facts: FieldValue[] = [];
    facts[names.indexOf('enterprise.labels')] = labels;
    const field = 'enterprise.labels';
    const judge = judgeOf([{ operator: 'hasAny', field, operands: ['green'] }], isPlain);
    beginJudge(judge, facts);
    expect(judgeNeed(judge, 0)).toBe(PASS);
    labels[0] = 'brown';
    beginJudge(judge, facts);
    expect(judgeNeed(judge, 0)).toBe(FAIL);
    // What is no list says nothing of the one before.
    facts[names.indexOf(field)] = 7 as unknown as FieldValue;
    beginJudge(judge, facts);
    expect(() => judgeNeed(judge, 0)).toThrow(TypeError);
    facts[names.indexOf(field)] = labels;
    beginJudge(judge, facts);
    expect(judgeNeed(judge, 0)).toBe(FAIL);
  },
);
