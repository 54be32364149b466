/*
 * The loans that fit a need, in AssemblyScript: `listRows` and `fitRows` of the kernels beside this
 * file in one pass, 64 bytes a product. TypeScript of numbers and addresses; every name below that
 * ends in `At` is the address of a first entry.
 */

/** How a product shapes its loans: one line of the cache. */
@unmanaged
class LoanRecord {
  /** Minor units; 0 and infinite where none is stated. */
  least: f64;
  most: f64;
  /** Infinite where nothing must be pledged, else 0: what pledges are worth beside their own worth. */
  free: f64;
  /** As in `LoansData.terms`. */
  term: i32;
  /** Bytes from the first entry: of the share of the investment, the bank, the table of haircuts, the cover. */
  share: i32;
  bank: i32;
  table: i32;
  cover: i32;
  /** 1: something must be pledged. */
  isCovered: i32;
  /** 1: a rate is there, whatever the facts. */
  isSure: i32;
}

/** What a need brings, and where results go: `openLoanModule` fills it in the same order. */
@unmanaged
class LoanTables {
  recordsAt: usize;
  sharesAt: usize;
  banksAt: usize;
  wholeCoverAt: usize;
  leastCoverAt: usize;
  numeratorAt: usize;
  denominatorAt: usize;
  /** As `Pledges.shareOf`, `shareRows` and `sharesWorth`. */
  tablesAt: usize;
  pledgeTypesAt: usize;
  pledgeWorthAt: usize;
  methodsAt: usize;
  /** Results, by entry; the last two list entries. */
  rowsAt: usize;
  verdictsAt: usize;
  amountsAt: usize;
  monthsAt: usize;
  methodAt: usize;
  worthAt: usize;
  eligibleAt: usize;
  othersAt: usize;
  /** Entries written; of them eligible for sure, and others; and what was only counted. */
  kept: i32;
  eligible: i32;
  others: i32;
  counted: i32;
  /** Bits that were set. */
  screened: i32;
}

/** A `LoanRecord` takes two to the power of this, in bytes. */
const RECORD_SHIFT: usize = 6;
const UNKNOWN: i32 = 1;
const PASS: i32 = 2;
/** Products up to it divide exactly in floating point, rounded down. */
const EXACT_PRODUCT: f64 = 4503599627370496;

/** Products up to it are exact in whole numbers of 64 bits. */
const LARGEST_PRODUCT: f64 = 9000000000000000000;

/** The lesser of two numbers; the first where one is none. One instruction, where `min` takes ten. */
function lesser(a: f64, b: f64): f64 {
  return f64x2.extract_lane(f64x2.pmin(f64x2.splat(a), f64x2.splat(b)), 0);
}

/**
 * Fits the loans of the products whose bits are set in one row of `words` and not in another, ascending,
 * behind the entries that are there. `verdict` is what the conditions say of them all; it falls where a
 * limit is unknown. What has less than `leastVerdict` is only counted. The answer is less than nothing
 * where a product of numbers is too large to be exact: then whoever asks must do without the results.
 */
export function fitLoans(
  tables: LoanTables,
  from: usize,
  without: usize,
  words: i32,
  verdict: i32,
  leastVerdict: i32,
  pledges: i32,
  pledgeBytes: i32,
  isKnown: i32,
  asked: f64,
  wanted: f64,
  askedMonths: i32,
): i32 {
  const recordsAt = tables.recordsAt;
  const leastCoverAt = tables.leastCoverAt;
  const wholeCoverAt = tables.wholeCoverAt;
  const pledgeTypesAt = tables.pledgeTypesAt;
  let kept = tables.kept;
  let eligible = tables.eligible;
  let others = tables.others;
  let counted = tables.counted;
  let screened = tables.screened;
  // Two words at a time: their number is even.
  for (let w = 0; w < words; w += 2) {
    let left = load<u64>(from + (w << 2)) & ~load<u64>(without + (w << 2));
    screened += <i32>popcnt(left);
    while (left !== 0) {
      const row = (w << 5) + <i32>ctz(left);
      left &= left - 1;
      const record = changetype<LoanRecord>(recordsAt + ((<usize>row) << RECORD_SHIFT));
      // What the pledges are worth: for each, the share that the table lends on its type.
      let worth: f64 = 0;
      let pledgeAt = tables.pledgeWorthAt;
      const tableAt = tables.tablesAt + record.table;
      for (let p = 0; p < pledges; p++) {
        const share = load<i32>(tableAt + (load<i32>(pledgeTypesAt + (p << 2)) << 2));
        worth += load<f64>(pledgeAt + (share << 3));
        pledgeAt += pledgeBytes;
      }
      worth += record.free;
      const leastCover = load<f64>(leastCoverAt + record.cover);
      let reach: f64 = Infinity;
      if (worth < load<f64>(wholeCoverAt + record.cover) && worth >= leastCover) {
        const product = worth * load<f64>(tables.numeratorAt + record.cover);
        const denominator = load<f64>(tables.denominatorAt + record.cover);
        if (product <= EXACT_PRODUCT) reach = Math.floor(product / denominator);
        else if (product > LARGEST_PRODUCT) return -1;
        else {
          const numerator = <u64>load<f64>(tables.numeratorAt + record.cover);
          reach = <f64>((<u64>worth * numerator) / <u64>denominator);
        }
      }
      // A limit that is unknown is NaN, and limits nothing.
      const share = load<f64>(tables.sharesAt + record.share);
      const bank = load<f64>(tables.banksAt + record.bank);
      reach = lesser(lesser(reach, share), bank);
      // All limits are held against the same least loan, so the smallest decides for all.
      if (i32(worth < leastCover) | i32(reach < record.least) | i32(reach < wanted)) continue;
      const isOpen = i32(share !== share) | i32(bank !== bank) | (record.isCovered & ~isKnown);
      const found = isOpen ? UNKNOWN : verdict;
      if (found < leastVerdict) {
        counted += 1;
        continue;
      }
      store<i32>(tables.rowsAt + (kept << 2), row);
      store<u8>(tables.verdictsAt + kept, <u8>found);
      store<f64>(tables.amountsAt + (kept << 3), lesser(lesser(asked, reach), record.most));
      store<f64>(tables.worthAt + (kept << 3), worth);
      const longest = record.term >> 3;
      store<i32>(tables.monthsAt + (kept << 2), longest < askedMonths ? longest : askedMonths);
      store<u8>(tables.methodAt + kept, load<u8>(tables.methodsAt + (record.term & 7)));
      if (found === PASS && record.isSure !== 0) {
        store<i32>(tables.eligibleAt + (eligible << 2), kept);
        eligible += 1;
      } else {
        store<i32>(tables.othersAt + (others << 2), kept);
        others += 1;
      }
      kept += 1;
    }
  }
  tables.kept = kept;
  tables.eligible = eligible;
  tables.others = others;
  tables.counted = counted;
  tables.screened = screened;
  return kept;
}
