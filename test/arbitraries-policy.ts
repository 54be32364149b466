import * as fc from 'fast-check';
import type {
  Benefit,
  BenefitBase,
  BenefitCap,
  BenefitPayment,
  InterestPoints,
  Programme,
  ProgrammeSelector,
  ProgrammeVersion,
  StackRule,
} from '../src/model/index.ts';
import type { Day } from '../src/units/day.ts';
import type { Money } from '../src/units/money.ts';
import type { Rate } from '../src/units/rate.ts';
import {
  day,
  ends,
  few,
  id,
  members,
  money,
  name,
  programmeCriterion,
  share,
  source,
  termMonths,
} from './arbitraries-need.ts';

const NO_NULL = { noNullPrototype: true } as const;

/** Programmes as documents hold them; only rules that need no second programme. */

const level = fc.constantFrom('central', 'province', 'city', 'county');
const period = fc.constantFrom('year', 'life');
const kind = fc.constantFrom('relending', 'interest-subsidy', 'guarantee', 'special-loan', 'grant');

const benefit: fc.Arbitrary<Benefit> = fc.oneof(
  members<InterestPoints>(
    { kind: fc.constant('points'), rate: share },
    { bonuses: few(fc.record({ when: programmeCriterion, share }, NO_NULL)) },
  ),
  fc.record({ kind: fc.constant('share-of-rate' as const), share }, NO_NULL),
  fc.record({ kind: fc.constant('guarantee' as const), share }, NO_NULL),
  fc.record({ kind: fc.constant('grant' as const), share }, NO_NULL),
  fc.record(
    {
      kind: fc.constant('relending' as const),
      share,
      rate: share,
      tenorMonths: termMonths,
      rollovers: fc.constantFrom(0, 2),
    },
    NO_NULL,
  ),
);

/** Rules that name no other programme by its id: those have to exist. */
const stackRule: fc.Arbitrary<StackRule> = fc.oneof(
  fc.record(
    {
      rule: fc.constantFrom('excludes' as const, 'residual' as const, 'requires' as const),
      other: members<ProgrammeSelector>(
        { levels: fc.constant(['central']) },
        { kinds: few(kind, 1) },
      ),
    },
    NO_NULL,
  ),
  members<Extract<StackRule, { rule: 'choose-one' }>>(
    { rule: fc.constant('choose-one'), group: id },
    { clause: fc.constant('clause 1') },
  ),
);

const version: fc.Arbitrary<ProgrammeVersion> = fc
  .tuple(
    ends(day, 'validFrom', 'validTo'),
    members<ProgrammeVersion>(
      { id, source },
      {
        knownFrom: day,
        datedBy: fc.constantFrom('contract', 'disbursement'),
        conditions: few(programmeCriterion),
        benefit,
        base: members<BenefitBase>(
          { part: fc.constantFrom('loan', 'equipment-loan', 'investment', 'equipment') },
          {
            cap: fc.record(
              {
                amount: fc.constant(1 as Money),
                scope: fc.constantFrom('loan', 'enterprise'),
              },
              NO_NULL,
            ),
          },
        ),
        clock: fc.constantFrom('disbursement', 'supplier-payment'),
        maximumMonths: termMonths,
        dayCount: fc.constantFrom('ACT/360', 'ACT/ACT', '30E/360'),
        caps: few(
          members<BenefitCap>(
            {
              amount: money,
              scope: fc.constantFrom('loan', 'project', 'enterprise', 'pool'),
              per: period,
            },
            { clause: fc.constant('clause 2') },
          ),
        ),
        counts: few(
          fc.record(
            {
              scope: fc.constantFrom('project', 'enterprise'),
              per: period,
              limit: fc.constantFrom(1, 2),
            },
            NO_NULL,
          ),
        ),
        stacking: few(stackRule),
        payment: members<BenefitPayment>(
          { kind: fc.constantFrom('deducted', 'reimbursed') },
          { every: fc.constantFrom('month', 'quarter', 'year', 'end'), afterDays: fc.nat(3650) },
        ),
        funding: fc.constant([{ level: 'city', share: 1_000_000 as Rate }] as const),
        unset: few(fc.constantFrom('benefit', 'base', 'maximumMonths', 'caps', 'conditions')),
      },
    ),
  )
  .map(([days, rest]) => ({ ...rest, ...days, validFrom: days.validFrom ?? (-25_567 as Day) }));

export const programme: fc.Arbitrary<Programme> = members<Programme>(
  { id, kind, level, versions: version.map((one) => [one]) },
  { name, department: name },
);
