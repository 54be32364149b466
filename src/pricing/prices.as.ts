/*
 * Rates of loans and what they cost without subsidies, in AssemblyScript: `buildRateOf` and
 * `grossCostOf` of the kernels beside this file. Every name below that ends in `At` is the address of a
 * first entry.
 */
import { JudgeTables, judge, UNASKED } from '../criteria/judging.as';

/** The rate rule and the fees of a product: one line of the cache. */
@unmanaged
class RateRecord {
  /** ppm; as `RateData.records`. */
  spread: f64;
  floor: f64;
  cap: f64;
  firstMonths: f64;
  firstRate: f64;
  laterBase: i32;
  /** Its groups and fees, in `groupOf` and `feesAt`. */
  groups: i32;
  groupsEnd: i32;
  fees: i32;
  feesEnd: i32;
  /** 1: 365 days of interest over a year of 360. */
  isActual360: i32;
}

/** An adjustment group, and what was found for it last: one line of the cache. */
@unmanaged
class GroupRecord {
  how: i32;
  first: i32;
  end: i32;
  /** As `Rates.found`. */
  turn: i32;
  low: f64;
  high: f64;
  amount: f64;
  months: i32;
  method: i32;
  bits: i32;
}

@unmanaged
class RowRecord {
  predicate: i32;
  unused: i32;
  /** ppm. */
  rate: f64;
}

@unmanaged
class FeeRecord {
  /** As in `CostData.fees`. */
  what: i32;
  unused: i32;
  size: f64;
}

/** What level payments of a loan leave outstanding. */
@unmanaged
class BalanceRecord {
  months: i32;
  /** ppm. */
  rate: i32;
  /** ppm-months. */
  sum: i32;
  unused: i32;
}

/** `openPrices` fills it in the same order. */
@unmanaged
class PriceTables {
  recordsAt: usize;
  groupOfAt: usize;
  groupsAt: usize;
  rowsAt: usize;
  feesAt: usize;
  baseMonthsAt: usize;
  baseRateAt: usize;
  /** Facts that the loan itself replaces. */
  amountAt: usize;
  monthsAt: usize;
  /** Results: low and high in ppm, and the costs at the high and at the low. */
  resultsAt: usize;
  /** Sums of balances that are remembered; 0 months: none. */
  balancesAt: usize;
  judge: JudgeTables;
  /** Counts needs. */
  turn: i32;
}

/** Records take two to the power of these, in bytes. */
const RECORD_SHIFT: usize = 6;
const GROUP_SHIFT: usize = 6;
const PAIR_SHIFT: usize = 4;
const BALANCE_SHIFT: usize = 4;
/** Balances that are remembered: two to the power of this. */
const BALANCE_BITS: i32 = 11;

/** How a group turns out, as in `rate-kernel.ts` and `rate-data-kernel.ts`. */
const SUM: i32 = 0;
const MAX: i32 = 1;
const MIN: i32 = 2;
const HOW_MASK: i32 = 3;
const SETS: i32 = 4;
const LOOKS_AT_LOAN: i32 = 8;
const VALUED: i32 = 1;
const PASSED: i32 = 2;
const SETTLED: i32 = 4;

/** When a fee is charged, as in `cost-kernel.ts`. */
const UPFRONT: i32 = 0;
const MONTHLY: i32 = 1;
const ANNUAL_ON_BALANCE: i32 = 3;
const CHARGED_MASK: i32 = 3;
const IS_MONEY: i32 = 4;

/** What `priceLoan` answers. */
const NO_RATE: i32 = 0;
const PRICED: i32 = 1;
const MARK_ASKED: i32 = 2;
/** The numbers are beyond 64 bits, or lie on a half: the plain way tells. */
const BEYOND: i32 = 3;

const FAIL: i32 = 0;
const PASS: i32 = 2;
const RATE_ONE: f64 = 1000000;
const RATE_LIMIT: f64 = 1000000000;
const MONTHS_LIMIT: i32 = 600;
const YEARLY: f64 = 12 * RATE_ONE;
/** The distance of 1 from the next number. */
const EPSILON: f64 = 2.220446049250313e-16;
/** Money times a million stays below 2^63. */
const MONEY_LIMIT: f64 = 9000000000000;

/** What `buildRate` found. */
let low: f64 = 0;
let high: f64 = 0;

/** The rate and the cost of a loan by a product. Leaves the wishes of the need where it found them. */
export function priceLoan(
  tables: PriceTables,
  row: i32,
  amount: f64,
  months: i32,
  method: i32,
): i32 {
  const record = changetype<RateRecord>(tables.recordsAt + ((<usize>row) << RECORD_SHIFT));
  const asked = load<f64>(tables.amountAt);
  const askedMonths = load<f64>(tables.monthsAt);
  store<f64>(tables.amountAt, amount);
  store<f64>(tables.monthsAt, <f64>months);
  tables.judge.method = method;
  const state = buildRate(tables, record, amount, months, method);
  store<f64>(tables.amountAt, asked);
  store<f64>(tables.monthsAt, askedMonths);
  tables.judge.method = -1;
  if (state !== PRICED) return state;
  const most = grossCost(tables, record, high, amount, months, method);
  const least = low === high ? most : grossCost(tables, record, low, amount, months, method);
  // Nothing but NaN differs from itself.
  if (most !== most || least !== least) return BEYOND;
  store<f64>(tables.resultsAt, low);
  store<f64>(tables.resultsAt, high, 8);
  store<f64>(tables.resultsAt, most, 16);
  store<f64>(tables.resultsAt, least, 24);
  return PRICED;
}

function buildRate(
  tables: PriceTables,
  record: RateRecord,
  amount: f64,
  months: i32,
  method: i32,
): i32 {
  if (record.groupsEnd < 0) return NO_RATE;
  let isBuilt = false;
  let from: f64 = 0;
  let to: f64 = 0;
  if (record.firstMonths >= 0) {
    const base = baseOf(tables, record, <f64>months);
    if (base !== base) return NO_RATE;
    from = to = base + record.spread;
    isBuilt = true;
  }
  for (let i = record.groups; i < record.groupsEnd; i++) {
    const place = load<i32>(tables.groupOfAt + (i << 2));
    const group = changetype<GroupRecord>(tables.groupsAt + ((<usize>place) << GROUP_SHIFT));
    if (!isFound(tables, group, amount, months, method)) {
      if (!judgeGroup(tables, group)) return MARK_ASKED;
      group.turn = tables.turn;
      group.amount = amount;
      group.months = months;
      group.method = method;
    }
    if ((group.how & SETS) === 0) {
      from += group.low;
      to += group.high;
      continue;
    }
    if (group.bits === 0) continue;
    // A row that may not apply may leave the rate as it is.
    const stays = isBuilt && (group.bits & SETTLED) === 0;
    from = stays ? min(group.low, from) : group.low;
    to = stays ? max(group.high, to) : group.high;
    isBuilt = true;
  }
  if (!isBuilt) return NO_RATE;
  low = min(max(from, record.floor), record.cap);
  high = min(max(to, record.floor), record.cap);
  return PRICED;
}

/** The base of a term; NaN where there is none. */
function baseOf(tables: PriceTables, record: RateRecord, months: f64): f64 {
  if (months <= record.firstMonths) return record.firstRate;
  let base = record.laterBase;
  while (months > load<f64>(tables.baseMonthsAt + (base << 3))) base++;
  return load<f64>(tables.baseRateAt + (base << 3));
}

/** Whether a group was judged for the need, and the loan where it looks at it. */
function isFound(
  tables: PriceTables,
  group: GroupRecord,
  amount: f64,
  months: i32,
  method: i32,
): bool {
  if (group.turn !== tables.turn) return false;
  if ((group.how & LOOKS_AT_LOAN) === 0) return true;
  return group.amount === amount && group.months === months && group.method === method;
}

/** The possible results of a group over all ways its open rows may fall; `false`: a mark is asked for. */
function judgeGroup(tables: PriceTables, group: GroupRecord): bool {
  const how = group.how;
  const combine = how & HOW_MASK;
  let applied = 0;
  let isPassed = false;
  let from: f64 = 0;
  let to: f64 = 0;
  for (let r = group.first; r < group.end; r++) {
    const row = changetype<RowRecord>(tables.rowsAt + ((<usize>r) << PAIR_SHIFT));
    const verdict = row.predicate < 0 ? PASS : judge(tables.judge, row.predicate);
    if (verdict === FAIL) continue;
    if (verdict === UNASKED) return false;
    const rate = row.rate;
    const isSure = verdict === PASS;
    applied += 1;
    if (combine === SUM) {
      from += isSure ? rate : min<f64>(rate, 0);
      to += isSure ? rate : max<f64>(rate, 0);
    } else if (applied === 1) from = to = rate;
    else if (combine === MAX) {
      to = max(to, rate);
      if (isSure) from = isPassed ? max(from, rate) : rate;
      else if (!isPassed) from = min(from, rate);
    } else if (combine === MIN) {
      from = min(from, rate);
      if (isSure) to = isPassed ? min(to, rate) : rate;
      else if (!isPassed) to = max(to, rate);
    } else {
      from = min(from, rate);
      to = max(to, rate);
    }
    if (isSure) isPassed = true;
    // The first row that is sure to apply hides all later ones.
    if (isSure && combine > MIN) break;
  }
  const isSettled = isPassed || combine === SUM;
  // Rows of which none may apply add nothing.
  const adds = (how & SETS) === 0 && !isSettled;
  group.low = adds ? min<f64>(from, 0) : from;
  group.high = adds ? max<f64>(to, 0) : to;
  const bits = VALUED | (isPassed ? PASSED : 0) | (isSettled ? SETTLED : 0);
  group.bits = applied === 0 ? 0 : bits;
  return true;
}

/** Interest, day count and fees, ppm a year; NaN where the plain way must tell. */
function grossCost(
  tables: PriceTables,
  record: RateRecord,
  rate: f64,
  amount: f64,
  months: i32,
  method: i32,
): f64 {
  let total = rate;
  if (record.isActual360 !== 0) {
    if (!isWhole(rate) || rate < 0) return NaN;
    total = <f64>halfUp(<i64>rate * 365, 360);
  }
  let outstanding: i64 = 0;
  for (let fee = record.fees; fee < record.feesEnd; fee++) {
    const entry = changetype<FeeRecord>(tables.feesAt + ((<usize>fee) << PAIR_SHIFT));
    const charged = entry.what & CHARGED_MASK;
    if (charged === ANNUAL_ON_BALANCE) {
      total += entry.size;
      continue;
    }
    if (outstanding === 0) outstanding = balanceMonths(tables, method, months, rate);
    const isMoney = (entry.what & IS_MONEY) !== 0;
    const share = isMoney ? shareOf(entry.size, amount) : entry.size;
    if (outstanding <= 0 || !(share >= 0 && share <= RATE_LIMIT)) return NaN;
    const twelfths = charged === UPFRONT ? 12 : charged === MONTHLY ? 12 * months : months;
    // At most 10^9 x 7,200 x 10^6, which is below 2^63.
    total += <f64>halfUp(<i64>share * <i64>twelfths * <i64>RATE_ONE, outstanding);
  }
  return total;
}

/** Whether a rate is a whole number of the size of rates. */
function isWhole(rate: f64): bool {
  return Math.abs(rate) <= RATE_LIMIT && Math.floor(rate) === rate;
}

/** A quotient of what is not negative, rounded half-up. */
function halfUp(dividend: i64, divisor: i64): i64 {
  const whole = dividend / divisor;
  const rest = dividend - whole * divisor;
  return rest >= divisor - rest ? whole + 1 : whole;
}

/** Money as a part of an amount, ppm rounded down, at most `RATE_LIMIT`; -1: too much money. */
function shareOf(size: f64, amount: f64): f64 {
  if (!(size >= 0 && size <= MONEY_LIMIT)) return -1;
  return min(<f64>((<i64>size * <i64>RATE_ONE) / <i64>amount), RATE_LIMIT);
}

/** `balanceMonthsFast`, in ppm-months; 0: the rule must tell. */
function balanceMonths(tables: PriceTables, method: i32, months: i32, rate: f64): i64 {
  if (months > MONTHS_LIMIT) return 0;
  if (method === 2) return <i64>months * <i64>RATE_ONE;
  if (method === 1 || rate <= 0) return ((<i64>months + 1) * <i64>RATE_ONE) / 2;
  if (!isWhole(rate)) return 0;
  const hash = ((<i32>rate * 0x9e3779b1) ^ months) * 0x85ebca6b;
  const place = (<usize>(hash >>> (32 - BALANCE_BITS))) << BALANCE_SHIFT;
  const record = changetype<BalanceRecord>(tables.balancesAt + place);
  if (record.months === months && record.rate === <i32>rate) return <i64>record.sum;
  const sum = levelMonths(months, rate);
  if (sum === 0) return 0;
  record.months = months;
  record.rate = <i32>rate;
  // At most 600 million.
  record.sum = <i32>sum;
  return sum;
}

/** The sum for level payments by doubling, as `balance-kernel.ts` has it; 0: it lies on a half. */
function levelMonths(months: i32, rate: f64): i64 {
  const discount = 1 / (1 + rate / YEARLY);
  let power = discount;
  let annuity = discount;
  let sum = discount;
  let count = 1;
  for (let bit = 30 - clz(months); bit >= 0; bit--) {
    const doubled = 1 + power;
    sum = sum * doubled + <f64>count * annuity;
    annuity *= doubled;
    power *= power;
    count *= 2;
    if (((months >>> bit) & 1) === 0) continue;
    annuity = discount * (1 + annuity);
    sum += annuity;
    power *= discount;
    count += 1;
  }
  const proposal = (sum / annuity) * RATE_ONE;
  const whole = Math.floor(proposal);
  const error = proposal * <f64>(5 * months + 8) * EPSILON;
  if (Math.abs(proposal - whole - 0.5) <= error) return 0;
  return <i64>whole + (proposal - whole < 0.5 ? 0 : 1);
}
