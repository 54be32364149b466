import type { Catalog, CompiledProduct } from '../../catalog/index.ts';
import { amountLimits } from '../../eligibility/index.ts';
import type { FieldValue, Need } from '../../model/index.ts';
import { addSaturating, type Money, scaleSaturating } from '../../units/money.ts';
import { RATE_ONE } from '../../units/rate.ts';
import { columnOf, type NeedColumns, type PledgeColumns, pledgesOf } from './columns-kernel.ts';

/** The limits on the amount that one product sets, beside the columns of what they look at. */
export interface Limits {
  readonly compiled: CompiledProduct;
  readonly needs: readonly Need[];
  /** Least loan of the product, and by need the least that is useful; minor units. */
  readonly leastOffered: number;
  readonly leastUseful: Float64Array;
  /** Absent: nothing must be pledged. */
  readonly cover: Cover | undefined;
  /** ppm of the investment; NaN: no such limit. */
  readonly share: number;
  readonly investments: Float64Array;
  /** Absent: the bank limits no client. */
  readonly client: Client | undefined;
}

interface Cover {
  readonly pledges: PledgeColumns;
  /** By place of a type: what the product lends on a pledge of it, ppm; -1: it takes none. */
  readonly shareOf: Float64Array;
  readonly least: number;
}

interface Client {
  readonly bank: string;
  readonly limit: number;
  readonly codes: Int32Array;
  /** The different lists of banks, by code; and what they say: 0 not asked yet. */
  readonly values: readonly (FieldValue | undefined)[];
  readonly kinds: Uint8Array;
}

const UNTOLD = 1;
const STRANGER = 2;
const KNOWN = 3;

const FAIL = 0;
const UNKNOWN = 1;
const PASS = 2;

/** Opens the limits of a product. O(needs) for a column that is asked for first. */
export function openLimits(
  columns: NeedColumns,
  catalog: Catalog,
  compiled: CompiledProduct,
): Limits {
  const { product, bank } = compiled;
  const { collateral, maxInvestmentShare } = product;
  const numbers = (field: string) => columnOf(columns, catalog, field).numbers!;
  let cover: Cover | undefined;
  if (collateral !== undefined && collateral.minCoverage > 0) {
    const { haircuts, minCoverage } = collateral;
    const pledges = pledgesOf(columns);
    const shareOf = Float64Array.from(pledges.types, (type) =>
      Object.hasOwn(haircuts, type) ? RATE_ONE - (haircuts[type] ?? RATE_ONE) : -1,
    );
    cover = { pledges, shareOf, least: minCoverage };
  }
  return {
    compiled,
    needs: columns.needs,
    leastOffered: product.amount?.min ?? 0,
    leastUseful: numbers('need.minimumAmount'),
    cover,
    share: maxInvestmentShare ?? Number.NaN,
    investments: numbers('project.investment'),
    client:
      bank.singleClientLimit === undefined
        ? undefined
        : openClient(columns, catalog, bank.id, bank.singleClientLimit),
  };
}

function openClient(columns: NeedColumns, catalog: Catalog, bank: string, limit: number): Client {
  const { codes, values } = columnOf(columns, catalog, 'enterprise.banks');
  return { bank, limit, codes: codes!, values, kinds: new Uint8Array(values.length) };
}

/** Whether the enterprise of a need is a client of the bank; asked once of every list of banks. */
function clientKind({ bank, codes, values, kinds }: Client, index: number): number {
  const code = codes[index]!;
  if (kinds[code] !== 0) return kinds[code]!;
  const banks = values[code] as readonly string[] | undefined;
  const kind = banks === undefined ? UNTOLD : banks.includes(bank) ? KNOWN : STRANGER;
  kinds[code] = kind;
  return kind;
}

/** The verdict of `amountLimits` on one need: 0 one fails, 1 one is unknown and none fails, 2 all pass. */
export function judgeLimits(limits: Limits, index: number): number {
  const { cover, share, client, leastOffered } = limits;
  const useful = limits.leastUseful[index]!;
  const least = useful > leastOffered ? useful : leastOffered;
  let verdict = PASS;
  if (cover !== undefined) {
    const limit = coverLimit(cover, index);
    if (limit < 0) verdict = UNKNOWN;
    else if (limit < least) return FAIL;
  }
  if (!Number.isNaN(share)) {
    const investment = limits.investments[index]!;
    if (Number.isNaN(investment)) verdict = UNKNOWN;
    else if (scaleSaturating(investment as Money, share, RATE_ONE) < least) return FAIL;
  }
  if (client === undefined) return verdict;
  const kind = clientKind(client, index);
  if (kind === KNOWN) return judgeClient(limits, index);
  if (kind === UNTOLD) return UNKNOWN;
  return client.limit < least ? FAIL : verdict;
}

/** A client of the bank has part of its limit in use: the rule itself looks at its loans there. */
function judgeClient({ compiled, needs }: Limits, index: number): number {
  let verdict = PASS;
  for (const limit of amountLimits(compiled, needs[index]!)) {
    if (limit.verdict === 'fail') return FAIL;
    if (limit.verdict === 'unknown') verdict = UNKNOWN;
  }
  return verdict;
}

/** The largest loan that the pledges of a need cover; -1: they are not known. */
function coverLimit({ pledges, shareOf, least }: Cover, index: number): number {
  const { starts, typeOf, values, isKnown } = pledges;
  if (isKnown[index] === 0) return -1;
  let worth = 0 as Money;
  const end = starts[index + 1]!;
  for (let i = starts[index]!; i < end; i++) {
    const share = shareOf[typeOf[i]!]!;
    if (share < 0) continue;
    worth = addSaturating(worth, scaleSaturating(values[i]! as Money, share, RATE_ONE));
  }
  return scaleSaturating(worth, RATE_ONE, least);
}
