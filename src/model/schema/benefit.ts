import type { Criterion } from '../criterion.ts';
import type {
  Benefit,
  BenefitBonus,
  GrantTerms,
  GuaranteeTerms,
  InterestPoints,
  RelendingTerms,
  ShareOfBenchmark,
  ShareOfRate,
} from '../programme.ts';
import { choice, isObject, list, object, optional, type Schema, typeFault } from './kit.ts';
import { id, integer, oneOf, rateBetween, share, termMonths } from './leaves.ts';

type Kind = Benefit['kind'];

/** Most times that re-lending is rolled over. */
const ROLLOVER_LIMIT = 100;

const KINDS: Readonly<Record<Kind, true>> = {
  points: true,
  'share-of-rate': true,
  'share-of-benchmark': true,
  relending: true,
  guarantee: true,
  grant: true,
};

/** What a programme gives; its bonuses have conditions that `criterion` reads. */
export function benefitSchema(criterion: Schema<Criterion>): Schema<Benefit> {
  const kind = oneOf<Kind>(KINDS);
  const bonus = object<BenefitBonus>({ when: criterion, share });
  const schemas: Readonly<Record<Kind, Schema<unknown>>> = {
    points: object<InterestPoints>({
      kind: kind as Schema<'points'>,
      rate: share,
      bonuses: optional(list(bonus, { expected: 'a list of bonuses' })),
    }),
    'share-of-rate': object<ShareOfRate>({ kind: kind as Schema<'share-of-rate'>, share }),
    'share-of-benchmark': object<ShareOfBenchmark>({
      kind: kind as Schema<'share-of-benchmark'>,
      benchmark: id,
      share: rateBetween(0, 1000),
    }),
    relending: object<RelendingTerms>({
      kind: kind as Schema<'relending'>,
      share,
      rate: share,
      tenorMonths: termMonths,
      rollovers: integer(0, ROLLOVER_LIMIT),
    }),
    guarantee: object<GuaranteeTerms>({ kind: kind as Schema<'guarantee'>, share }),
    grant: object<GrantTerms>({
      kind: kind as Schema<'grant'>,
      share,
    }),
  };
  return choice<Benefit>(
    (json, report) => {
      if (!isObject(json)) {
        report(typeFault(json, 'a benefit: an object with "kind"'));
        return undefined;
      }
      const named = json['kind'];
      if (typeof named === 'string' && Object.hasOwn(schemas, named)) return schemas[named as Kind];
      const expected = `one of ${Object.keys(KINDS)
        .map((one) => `"${one}"`)
        .join(', ')}`;
      if (named === undefined) report({ code: 'missing', expected }, ['kind']);
      else report({ code: 'value', expected, near: Object.keys(KINDS) }, ['kind']);
      return undefined;
    },
    (value) => schemas[value.kind],
  );
}
