import type { FieldValue } from '../model/index.ts';
import { bestStackOf, countedStackOf } from '../policy/index.ts';
import { mulDiv } from '../units/arithmetic.ts';
import { RATE_ONE } from '../units/rate.ts';
import { type MethodCode, subsidyRateOf } from './cost-kernel.ts';
import { type Entry, passesAt, pointsWith } from './policy-entry.ts';
import {
  classBits,
  KEY_WIDTH,
  LOANS_REMEMBERED,
  type Policies,
  withOffer,
} from './policy-kernel.ts';
import { deskFor } from './policy-plan.ts';

/** Programmes on one desk at most. */
const PROGRAMMES_LIMIT = 30;

/** No subsidy can be told here: the reference must be asked. */
export const ASK_REFERENCE = -1;

const rates = new Float64Array(PROGRAMMES_LIMIT);
const eligible = new Float64Array(PROGRAMMES_LIMIT);
const baseCaps = new Float64Array(PROGRAMMES_LIMIT);
const once = new Float64Array(PROGRAMMES_LIMIT);
const paid = new Float64Array(PROGRAMMES_LIMIT);

/**
 * What the best stack takes off the cost of a loan, ppm a year on the principal outstanding, as
 * `subsidiesOf` and `priceLoan` count it; or `ASK_REFERENCE`.
 */
export function subsidyOf(
  policies: Policies,
  row: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
  rate: number,
): number {
  const { plan, keys, values, data } = policies;
  if (plan.entries.length === 0 || rate <= 0) return 0;
  if (!plan.isPlain) return ASK_REFERENCE;
  const at = data.classOf[row]!;
  if ((classBits(policies, at) & plan.payingBits) === 0) return 0;
  const mixed =
    Math.imul(rate ^ (termMonths << 20) ^ (at << 10) ^ (method << 30), 0x9e3779b1) ^ amount;
  const slot = (mixed ^ (mixed >>> 13)) & (LOANS_REMEMBERED - 1);
  const key = slot * KEY_WIDTH;
  if (
    keys[key] === amount &&
    keys[key + 1] === rate &&
    keys[key + 2] === termMonths &&
    keys[key + 3] === method &&
    keys[key + 4] === at &&
    keys[key + 5] === policies.turn
  ) {
    return values[slot]!;
  }
  const found = solveOn(policies, at, amount, termMonths, method, rate);
  keys[key] = amount;
  keys[key + 1] = rate;
  keys[key + 2] = termMonths;
  keys[key + 3] = method;
  keys[key + 4] = at;
  keys[key + 5] = policies.turn;
  values[slot] = found;
  return found;
}

function solveOn(
  policies: Policies,
  at: number,
  amount: number,
  termMonths: number,
  method: MethodCode,
  rate: number,
): number {
  const plan = policies.plan;
  const { entries } = plan;
  const bits = loanBits(policies, at, classBits(policies, at), amount, termMonths);
  let pays = false;
  let count = 0;
  for (let e = 0; e < entries.length; e++) {
    if ((bits & (1 << e)) === 0) continue;
    const entry = entries[e]!;
    if (entry.paysInterest) pays = true;
    if (entry.shareOfRate !== 0) rates[count] = mulDiv(rate, entry.shareOfRate, RATE_ONE, 'down');
    else if (entry.bonuses.length === 0) rates[count] = entry.points || 0;
    else rates[count] = pointsWith(entry, withLoan(policies, at, amount, termMonths));
    eligible[count] = entry.isForEquipment
      ? Math.min(policies.facts[policies.equipmentPlace] as number, amount)
      : amount;
    baseCaps[count] = entry.baseCap;
    once[count] = entry.grantShare === 0 ? 0 : grantOf(policies, entry, amount);
    count += 1;
  }
  if (!pays) return 0;
  const desk = deskFor(plan, bits);
  if (desk === undefined) return ASK_REFERENCE;
  let set = bestStackOf(desk, amount, rate, termMonths, method, rates, eligible, baseCaps, paid);
  if (set < 0) {
    const { start } = policies;
    set = countedStackOf(
      desk,
      start,
      amount,
      rate,
      termMonths,
      method,
      rates,
      eligible,
      baseCaps,
      once,
      paid,
    );
  }
  if (set < 0) return ASK_REFERENCE;
  let total = 0;
  for (let p = 0; p < count; p++) {
    if ((set & (1 << p)) === 0 || paid[p] === 0) continue;
    total += subsidyRateOf(paid[p]!, amount, termMonths, method, rate);
  }
  return total;
}

/** What an entry pays once, for the loan or for what the need states. */
function grantOf(
  { facts, equipmentPlace, investmentPlace }: Policies,
  { grantField, grantShare, baseCap }: Entry,
  amount: number,
): number {
  let of = amount;
  if (grantField === 'project.equipment') of = facts[equipmentPlace] as number;
  if (grantField === 'project.investment') of = facts[investmentPlace] as number;
  return mulDiv(Math.min(of, baseCap), grantShare, RATE_ONE, 'down');
}

/** Takes out what fails for the loan itself. */
function loanBits(
  policies: Policies,
  at: number,
  among: number,
  amount: number,
  termMonths: number,
): number {
  const { entries } = policies.plan;
  let bits = among;
  for (let e = 0; e < entries.length; e++) {
    const entry = entries[e]!;
    if ((bits & (1 << e)) === 0 || entry.reach !== 'loan') continue;
    const supported = mulDiv(amount, entry.principalShare, RATE_ONE, 'down');
    let stays = entry.principalCaps.every((cap) => supported <= cap);
    if (stays && entry.conditions.at(-1)?.reach === 'loan') {
      stays = passesAt(entry, 'loan', withLoan(policies, at, amount, termMonths));
    }
    if (!stays) bits &= ~(1 << e);
  }
  return bits;
}

/**
 * The same with those of a loan. They stay in the list: what is asked of `withOffer` looks at no loan.
 */
function withLoan(
  policies: Policies,
  at: number,
  amount: number,
  termMonths: number,
): (FieldValue | undefined)[] {
  const facts = withOffer(policies, at);
  facts[policies.amountPlace] = amount;
  facts[policies.termPlace] = termMonths;
  return facts;
}
