import { type Either, left, right } from 'fp-ts/Either';
import { mulDiv } from './arithmetic.ts';
import { printScaled, readScaled } from './decimal.ts';
import type { Fault } from './issue.ts';
import { expectFinite } from './unreadable.ts';

/**
 * An amount in minor units (fen, cents): a safe integer. 1,000.50 yuan is 100,050.
 * The currency is stated once for each document.
 */
export type Money = number & { readonly __unit: 'minor' };

/** Largest amount: 2^53 - 1 minor units, about 90 trillion yuan. */
export const MONEY_MAX: Money = Number.MAX_SAFE_INTEGER as Money;

const EXPECTED = 'an amount with at most 2 decimals, such as "5000000" or "5000000.50"';

/** Reads an amount in major units (yuan): `"5000000"`, `"5000000.50"` or `5000000`. Not negative. */
export function parseMoney(input: unknown): Either<Fault, Money> {
  const value = readScaled(input, 2);
  if (value === undefined) {
    const wrongType = typeof input !== 'string' && typeof input !== 'number';
    return left({ code: wrongType ? 'type' : 'format', expected: EXPECTED });
  }
  if (value === null) return left({ code: 'format', expected: EXPECTED });
  if (value < 0) return left({ code: 'range', expected: 'an amount of zero or more' });
  if (value > MONEY_MAX) {
    return left({ code: 'range', expected: `an amount of at most ${printMoney(MONEY_MAX)}` });
  }
  return right(value as Money);
}

/** `"5000000.5"` is printed `"5000000.50"`, whole amounts without decimals. */
export function printMoney(amount: Money): string {
  expectFinite('printMoney', 'an amount in minor units', amount);
  return printScaled(amount, 2, amount % 100 === 0 ? 0 : 2);
}

/** The sum, or `MONEY_MAX` where it would be larger: for limits, which are only compared. */
export function addSaturating(a: Money, b: Money): Money {
  return (a > MONEY_MAX - b ? MONEY_MAX : a + b) as Money;
}

/** `amount x numerator / divisor` rounded down, or `MONEY_MAX` where it would be larger. */
export function scaleSaturating(amount: Money, numerator: number, divisor: number): Money {
  if (numerator > divisor) {
    // A float quotient: it is off by less than four units, and so near it whole numbers decide.
    const most = MONEY_MAX / (numerator / divisor);
    if (amount > most + 4) return MONEY_MAX;
    if (amount > most - 4) {
      const exact = (BigInt(amount) * BigInt(numerator)) / BigInt(divisor);
      return (exact > MONEY_MAX ? MONEY_MAX : Number(exact)) as Money;
    }
  }
  return mulDiv(amount, numerator, divisor, 'down') as Money;
}
