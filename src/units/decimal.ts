import { Decimal as Host } from 'decimal.js';

/**
 * Our own decimal: decimal.js keeps its settings in one global constructor, and a host application
 * that lowers the precision would otherwise round our money.
 */
export const Decimal: typeof Host = Host.clone({ precision: 40, defaults: true });

/** Powers of ten, computed once each: every figure that is read or printed is moved by one. */
const powers = new Map<number, Host>();

function powerOfTen(exponent: number): Host {
  const known = powers.get(exponent);
  if (known !== undefined) return known;
  const power = new Decimal(10).pow(exponent);
  powers.set(exponent, power);
  return power;
}

/** A plain decimal numeral: no exponent, no grouping, no leading plus. At most 30 digits a side. */
const NUMERAL = /^-?\d{1,30}(\.\d{1,30})?$/;

/**
 * Reads a decimal numeral into an integer count of `10^-decimals` units.
 * Answers `undefined` for what is no numeral, `null` for one with too many decimals; the caller
 * checks the range. A JSON number is read through its shortest text, never through its binary value.
 */
export function readScaled(input: unknown, decimals: number): number | null | undefined {
  if (typeof input !== 'string' && typeof input !== 'number') return undefined;
  const text = typeof input === 'number' ? String(input) : input;
  if (!NUMERAL.test(text)) return undefined;
  const scaled = new Decimal(text).times(powerOfTen(decimals));
  if (!scaled.isInteger()) return null;
  // `+ 0` turns a negative zero into zero, so that equal numbers have equal bytes.
  return scaled.toNumber() + 0;
}

/** The inverse of `readScaled`: the shortest numeral with at least `minimumDecimals` decimals. */
export function printScaled(value: number, decimals: number, minimumDecimals = 0): string {
  const exact = new Decimal(value).div(powerOfTen(decimals));
  return exact.toFixed(Math.max(minimumDecimals, exact.decimalPlaces()));
}
