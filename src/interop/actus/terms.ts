import { type Either, left, right } from 'fp-ts/Either';
import type { DayCount } from '../../model/index.ts';
import { createIssue, type Issue, type IssueCode } from '../../units/issue.ts';
import type { BusinessDays } from './dates.ts';
import { type Cycle, type Moment, parseCycle, parseMoment } from './moment.ts';

/** Principal at maturity, linear, negative and annuity amortisers. */
export type ActusType = 'PAM' | 'LAM' | 'NAM' | 'ANN';

/** A cycle and the date from which it is counted. */
export interface AnchoredCycle {
  readonly anchor?: Moment;
  readonly cycle?: Cycle;
}

/** The terms of a contract that this library understands. Amounts are decimal, rates fractions. */
export interface ActusContract {
  readonly type: ActusType;
  readonly id: string;
  /** 1 for the lender (RPA), -1 for the borrower (RPL). */
  readonly role: 1 | -1;
  readonly currency: string;
  readonly statusDate: Moment;
  readonly initialExchange: Moment;
  readonly maturity?: Moment;
  readonly amortization?: Moment;
  readonly notional: number;
  readonly premiumDiscount: number;
  readonly rate: number;
  readonly accruedInterest?: number;
  readonly dayCount: DayCount;
  readonly endOfMonth?: 'SD' | 'EOM';
  readonly businessDays: BusinessDays;
  readonly interest: AnchoredCycle;
  readonly capitalizationEnd?: Moment;
  readonly redemption: AnchoredCycle;
  readonly redemptionPayment?: number;
  readonly base: 'NT' | 'NTIED' | 'NTL';
  readonly baseAmount?: number;
  readonly baseCycle: AnchoredCycle;
  readonly reset: AnchoredCycle & {
    readonly market?: string;
    readonly multiplier: number;
    readonly spread: number;
    readonly next?: number;
    readonly lifeCap?: number;
    readonly lifeFloor?: number;
    readonly periodCap?: number;
    readonly periodFloor?: number;
  };
  readonly scaling: AnchoredCycle & {
    /** Three letters: interest, notional, maximum deferred interest; `O` where it has no effect. */
    readonly effect: string;
    readonly market?: string;
    readonly indexAtStatus: number;
    readonly notionalMultiplier: number;
    readonly interestMultiplier: number;
  };
  readonly purchase?: { readonly at: Moment; readonly price: number };
  readonly termination?: { readonly at: Moment; readonly price: number };
}

/** Terms that change no cash flow of these contract types. */
const SILENT = [
  'contractDealDate',
  'fixingDays',
  'creatorID',
  'counterpartyID',
  'contractStatus',
  'seniority',
  'nonPerformingDate',
  'marketObjectCode',
  'settlementCurrency',
  'gracePeriod',
  'delinquencyPeriod',
  'marketValueObserved',
];

const DAY_COUNTS: Readonly<Record<string, DayCount>> = {
  A360: 'ACT/360',
  A365: 'ACT/365F',
  AA: 'ACT/ACT',
  '30E360': '30E/360',
};

const CONVENTIONS = ['NULL', 'SCF', 'SCMF', 'CSF', 'CSMF', 'SCP', 'SCMP', 'CSP', 'CSMP'];

/** Reads terms one by one, remembers which were asked for, and collects every fault. */
interface TermReader {
  readonly issues: Issue[];
  readonly refuse: (name: string, expected: string, code: IssueCode) => undefined;
  /** The text of a term, without the spaces around it; absent and empty are the same. */
  readonly text: (name: string) => string | undefined;
  readonly number: (name: string) => number | undefined;
  readonly moment: (name: string) => Moment | undefined;
  readonly oneOf: <T extends string>(name: string, values: readonly T[]) => T | undefined;
  readonly need: <T>(name: string, value: T | undefined) => T | undefined;
  readonly anchored: (cycle: string, anchor: string) => AnchoredCycle;
  /** Terms that nobody asked for would change flows in ways that are not modelled. */
  readonly refuseOthers: () => void;
}

function createReader(terms: Readonly<Record<string, unknown>>): TermReader {
  const issues: Issue[] = [];
  const asked = new Set<string>(SILENT);
  const refuse = (name: string, expected: string, code: IssueCode): undefined => {
    issues.push(createIssue({ code, expected }, ['terms', name], terms[name]));
  };
  const text = (name: string): string | undefined => {
    asked.add(name);
    const value = Object.hasOwn(terms, name) ? terms[name] : undefined;
    if (value === undefined || value === null) return undefined;
    const own = typeof value === 'number' ? String(value) : value;
    if (typeof own !== 'string') return refuse(name, 'a text or a number', 'type');
    return own.trim() === '' ? undefined : own.trim();
  };
  /** A term by its own reader; what cannot be read is refused. */
  const readBy = <T>(parse: (text: string) => T | undefined, expected: string) => {
    return (name: string): T | undefined => {
      const own = text(name);
      if (own === undefined) return undefined;
      return parse(own) ?? refuse(name, expected, 'format');
    };
  };
  const moment = readBy(parseMoment, 'a date such as "2013-01-01T00:00:00"');
  const cycle = readBy(parseCycle, 'a cycle such as "P1ML0"');
  return {
    issues,
    refuse,
    text,
    moment,
    number: readBy(readNumber, 'a number below 10^15'),
    oneOf(name, values) {
      const own = text(name);
      const found = values.find((value) => value === own);
      if (own === undefined || found !== undefined) return found;
      return refuse(name, `one of ${values.join(', ')}`, 'value');
    },
    need(name, value) {
      const isRefused = issues.some((issue) => issue.path[1] === name);
      return value === undefined && !isRefused ? refuse(name, 'a value', 'missing') : value;
    },
    anchored: (cycleName, anchorName) =>
      present({ cycle: cycle(cycleName), anchor: moment(anchorName) }),
    refuseOthers() {
      for (const name of Object.keys(terms)) {
        if (asked.has(name) || terms[name] === '' || terms[name] === null) continue;
        refuse(name.slice(0, 80), 'a term that this library models', 'unknown-key');
      }
    },
  };
}

function readNumber(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && Math.abs(value) < 1e15 ? value : undefined;
}

/** The members that are there. */
function present<T extends object>(members: { readonly [K in keyof T]: T[K] | undefined }): T {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}

/**
 * Reads the `terms` of a contract (ACTUS dictionary names). Every fault at once; a term that is not
 * modelled is a fault too, never ignored.
 */
export function readActusContract(terms: unknown): Either<readonly Issue[], ActusContract> {
  try {
    return contractOf(terms);
  } catch {
    const fault = { code: 'type', expected: 'an object of terms that can be read' } as const;
    return left([createIssue(fault, ['terms'], terms)]);
  }
}

function contractOf(terms: unknown): Either<readonly Issue[], ActusContract> {
  if (typeof terms !== 'object' || terms === null || Array.isArray(terms)) {
    return left([createIssue({ code: 'type', expected: 'an object of terms' }, ['terms'], terms)]);
  }
  const read = createReader(terms as Readonly<Record<string, unknown>>);
  const contract = readTerms(read);
  read.refuseOthers();
  return read.issues.length > 0 ? left(read.issues) : right(contract as ActusContract);
}

/** Members that could not be read are missing: then there are issues, and nobody sees them. */
function readTerms(read: TermReader): Partial<ActusContract> {
  const type = read.need(
    'contractType',
    read.oneOf<ActusType>('contractType', ['PAM', 'LAM', 'NAM', 'ANN']),
  );
  const role = read.need('contractRole', read.oneOf('contractRole', ['RPA', 'RPL']));
  const count = read.text('dayCountConvention');
  const dayCount = count === undefined ? undefined : DAY_COUNTS[count];
  if (dayCount === undefined) {
    read.refuse('dayCountConvention', `one of ${Object.keys(DAY_COUNTS).join(', ')}`, 'value');
  }
  read.oneOf('cyclePointOfInterestPayment', ['E']);
  read.oneOf('cyclePointOfRateReset', ['B']);
  return present<Partial<ActusContract>>({
    type,
    role: role === undefined ? undefined : role === 'RPA' ? 1 : -1,
    id: read.text('contractID') ?? '',
    currency: read.text('currency') ?? '',
    statusDate: read.need('statusDate', read.moment('statusDate')),
    initialExchange: read.need('initialExchangeDate', read.moment('initialExchangeDate')),
    maturity: read.moment('maturityDate'),
    amortization: read.moment('amortizationDate'),
    notional: read.need('notionalPrincipal', read.number('notionalPrincipal')),
    premiumDiscount: read.number('premiumDiscountAtIED') ?? 0,
    rate: read.need('nominalInterestRate', read.number('nominalInterestRate')),
    accruedInterest: read.number('accruedInterest'),
    dayCount,
    endOfMonth: read.oneOf('endOfMonthConvention', ['SD', 'EOM']),
    businessDays: {
      calendar: read.oneOf('calendar', ['NC', 'MF']) ?? 'NC',
      convention: read.oneOf('businessDayConvention', CONVENTIONS) ?? 'NULL',
    },
    interest: read.anchored('cycleOfInterestPayment', 'cycleAnchorDateOfInterestPayment'),
    capitalizationEnd: read.moment('capitalizationEndDate'),
    redemption: read.anchored('cycleOfPrincipalRedemption', 'cycleAnchorDateOfPrincipalRedemption'),
    redemptionPayment: read.number('nextPrincipalRedemptionPayment'),
    base: read.oneOf('interestCalculationBase', ['NT', 'NTIED', 'NTL']) ?? 'NT',
    baseAmount: read.number('interestCalculationBaseAmount'),
    baseCycle: read.anchored(
      'cycleOfInterestCalculationBase',
      'cycleAnchorDateOfInterestCalculationBase',
    ),
    reset: present<ActusContract['reset']>({
      ...read.anchored('cycleOfRateReset', 'cycleAnchorDateOfRateReset'),
      market: read.text('marketObjectCodeOfRateReset'),
      multiplier: read.number('rateMultiplier') ?? 1,
      spread: read.number('rateSpread') ?? 0,
      next: read.number('nextResetRate'),
      lifeCap: read.number('lifeCap'),
      lifeFloor: read.number('lifeFloor'),
      periodCap: read.number('periodCap'),
      periodFloor: read.number('periodFloor'),
    }),
    scaling: present<ActusContract['scaling']>({
      ...read.anchored('cycleOfScalingIndex', 'cycleAnchorDateOfScalingIndex'),
      effect: read.oneOf('scalingEffect', ['OOO', 'IOO', 'ONO', 'INO']) ?? 'OOO',
      market: read.text('marketObjectCodeOfScalingIndex'),
      indexAtStatus: scalingIndex(read),
      notionalMultiplier: read.number('notionalScalingMultiplier') ?? 1,
      interestMultiplier: read.number('interestScalingMultiplier') ?? 1,
    }),
    purchase: priced(read, 'purchaseDate', 'priceAtPurchaseDate'),
    termination: priced(read, 'terminationDate', 'priceAtTerminationDate'),
  });
}

/** Named after the deal date in newer dictionaries, after the status date in older ones. */
function scalingIndex(read: TermReader): number {
  const older = read.number('scalingIndexAtStatusDate');
  const newer = read.number('scalingIndexAtContractDealDate');
  const index = newer ?? older ?? 1;
  if (index === 0)
    read.refuse('scalingIndexAtContractDealDate', 'an index that is not zero', 'range');
  return index;
}

function priced(
  read: TermReader,
  date: string,
  price: string,
): { readonly at: Moment; readonly price: number } | undefined {
  const at = read.moment(date);
  const amount = read.number(price);
  if (at === undefined) return undefined;
  return amount === undefined ? read.refuse(price, 'a price', 'missing') : { at, price: amount };
}
