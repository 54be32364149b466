import type {
  BenefitBase,
  BenefitCap,
  BenefitPayment,
  CountLimit,
  FundingShare,
  Level,
  ProgrammeKind,
  ProgrammeSelector,
  StackRule,
} from '../programme.ts';
import { choice, isObject, list, object, optional, type Schema, typeFault } from './kit.ts';
import { id, integer, money, oneOf, positiveMoney, share, text } from './leaves.ts';

/** Longest time to a payment, in days. */
const PAYMENT_DAYS_LIMIT = 3650;
const COUNT_LIMIT = 1_000_000;

export const level: Schema<Level> = oneOf<Level>({
  central: true,
  province: true,
  city: true,
  county: true,
});

export const kind: Schema<ProgrammeKind> = oneOf<ProgrammeKind>({
  relending: true,
  'interest-subsidy': true,
  guarantee: true,
  'special-loan': true,
  grant: true,
});

const period: Schema<'year' | 'life'> = oneOf<'year' | 'life'>({ year: true, life: true });
const IDS = { expected: 'a list of ids of programmes', nonEmpty: true };

type BaseCap = NonNullable<BenefitBase['cap']>;

export const base: Schema<BenefitBase> = object<BenefitBase>({
  part: oneOf<BenefitBase['part']>({
    loan: true,
    'equipment-loan': true,
    investment: true,
    equipment: true,
  }),
  cap: optional(
    object<BaseCap>({
      amount: positiveMoney,
      scope: oneOf<BaseCap['scope']>({ loan: true, enterprise: true }),
    }),
  ),
});

export const cap: Schema<BenefitCap> = object<BenefitCap>(
  {
    amount: money,
    scope: oneOf<BenefitCap['scope']>({ loan: true, project: true, enterprise: true, pool: true }),
    per: period,
    of: optional(oneOf<'subsidy' | 'principal'>({ subsidy: true, principal: true })),
    with: optional(list(id, IDS)),
    clause: optional(text),
  },
  (value, report) => {
    if (value.of !== 'principal' || value.scope === undefined || value.scope === 'pool') return;
    report({ code: 'contradiction', expected: '"pool": only a pool limits principal' }, ['scope']);
  },
);

export const countLimit: Schema<CountLimit> = object<CountLimit>({
  scope: oneOf<CountLimit['scope']>({ project: true, enterprise: true }),
  per: period,
  limit: integer(1, COUNT_LIMIT),
  clause: optional(text),
});

const selector: Schema<ProgrammeSelector> = object<ProgrammeSelector>(
  {
    programmes: optional(list(id, IDS)),
    levels: optional(list(level, { expected: 'a list of levels', nonEmpty: true })),
    kinds: optional(list(kind, { expected: 'a list of kinds', nonEmpty: true })),
  },
  (value, report) => {
    if ('programmes' in value || 'levels' in value || 'kinds' in value) return;
    report({ code: 'empty', expected: 'programmes, levels or kinds: what the rule speaks of' });
  },
);

type GroupRule = Extract<StackRule, { readonly rule: 'choose-one' }>;
type OtherRule = Exclude<StackRule, GroupRule>;

const rule: Schema<StackRule['rule']> = oneOf<StackRule['rule']>({
  excludes: true,
  'choose-one': true,
  'replaced-by': true,
  residual: true,
  requires: true,
});

const groupRule: Schema<GroupRule> = object<GroupRule>({
  rule: rule as Schema<'choose-one'>,
  group: id,
  clause: optional(text),
});

const otherRule: Schema<OtherRule> = object<OtherRule>({
  rule: rule as Schema<OtherRule['rule']>,
  other: selector,
  clause: optional(text),
});

/** How a programme goes together with others. */
export const stackRule: Schema<StackRule> = choice<StackRule>(
  (json, report) => {
    if (isObject(json)) return json['rule'] === 'choose-one' ? groupRule : otherRule;
    report(typeFault(json, 'a rule: an object with "rule"'));
    return undefined;
  },
  (value) => (value.rule === 'choose-one' ? groupRule : otherRule) as Schema<unknown>,
);

export const payment: Schema<BenefitPayment> = object<BenefitPayment>({
  kind: oneOf<BenefitPayment['kind']>({ deducted: true, reimbursed: true }),
  every: optional(
    oneOf<NonNullable<BenefitPayment['every']>>({
      month: true,
      quarter: true,
      year: true,
      end: true,
    }),
  ),
  afterDays: optional(integer(0, PAYMENT_DAYS_LIMIT)),
});

export const fundingShare: Schema<FundingShare> = object<FundingShare>({ level, share });
