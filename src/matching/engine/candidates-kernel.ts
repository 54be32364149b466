import { PASS } from '../../criteria/index.ts';
import { canFit, fitByModule, fitRows, listRows } from '../../eligibility/index.ts';
import { hasRate, type MethodCode } from '../../pricing/index.ts';
import type { Segment } from './segment.ts';

/** What stands on a segment's bench for the need at hand: how many entries of each list. */
export interface Candidates {
  eligible: number;
  /** Undetermined entries. */
  others: number;
  /** Undetermined pairs that were only counted. */
  counted: number;
  /** Pairs that no condition of the language turned away. */
  screened: number;
  isByModule: boolean;
}

/** One for all: good until the next need. */
const candidates: Candidates = {
  eligible: 0,
  others: 0,
  counted: 0,
  screened: 0,
  isByModule: false,
};

/**
 * Lists the pairs that nothing turns away, with the loans that fit, after `screenNeed` and `beginLoans`.
 * With `PASS` as the least verdict, those of which something is unknown are only counted.
 */
export function listCandidates(segment: Segment, leastVerdict: number): Candidates {
  const { modules, loans, screen } = segment;
  const isByModule =
    modules !== undefined &&
    canFit(modules.loans, loans) &&
    fitByModule(modules.loans, loans, screen, leastVerdict) >= 0;
  candidates.isByModule = isByModule;
  if (isByModule) {
    const { counts } = modules.loans;
    candidates.eligible = counts[1]!;
    candidates.others = counts[2]!;
    candidates.counted = counts[3]!;
    candidates.screened = counts[4]!;
    settleOthers(segment);
  } else listPlainly(segment, leastVerdict);
  return candidates;
}

function listPlainly(segment: Segment, leastVerdict: number): void {
  const { loans, screen, bench } = segment;
  const { rows, verdicts, eligible, others } = bench;
  const { isSure } = segment.rates.data;
  const listed = listRows(screen, rows, verdicts);
  const count = fitRows(loans, bench, listed, leastVerdict);
  let passed = 0;
  let open = 0;
  for (let i = 0; i < count; i++) {
    if (verdicts[i] === PASS && isSure[rows[i]!] === 1) eligible[passed++] = i;
    else others[open++] = i;
  }
  candidates.eligible = passed;
  candidates.others = open;
  candidates.counted = loans.open;
  candidates.screened = listed;
  settleOthers(segment);
}

/**
 * A price that is not sure to exist leaves a pair undetermined. For most products it is sure, whatever
 * the facts; of the others it is seen for the loan at hand.
 */
function settleOthers(segment: Segment): void {
  const { eligible, others, verdicts } = segment.bench;
  const count = candidates.others;
  let left = 0;
  for (let k = 0; k < count; k++) {
    const entry = others[k]!;
    if (verdicts[entry] === PASS && isPriced(segment, entry)) {
      eligible[candidates.eligible++] = entry;
    } else others[left++] = entry;
  }
  candidates.others = left;
}

function isPriced({ rates, bench }: Segment, entry: number): boolean {
  const method = bench.methods[entry]! as MethodCode;
  const { rows, amounts, months } = bench;
  return hasRate(rates, rows[entry]!, amounts[entry]!, months[entry]!, method);
}

/**
 * Takes the bits of products that are no longer in the catalog out of the verdicts of the screen, and
 * where `only` names a product those of all others.
 */
export function keepThere({ screen, gone, productOf }: Segment, only: number): void {
  const { pass, possible } = screen;
  for (let w = 0; gone !== undefined && w < gone.length; w++) {
    pass[w]! &= ~gone[w]!;
    possible[w]! &= ~gone[w]!;
  }
  if (only < 0) return;
  const row = productOf.indexOf(only);
  for (let w = 0; w < pass.length; w++) {
    const bit = row >>> 5 === w ? 1 << (row & 31) : 0;
    pass[w]! &= bit;
    possible[w]! &= bit;
  }
}
