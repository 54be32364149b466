import { type Catalog, expectCatalog } from '../catalog/index.ts';
import type { Need } from '../model/index.ts';
import { readOptions } from '../units/unreadable.ts';
import { mendable } from './failures.ts';
import { askOf } from './is-need.ts';
import { type MatchOptions, pairContext, profileOf } from './match.ts';
import { type NearMiss, rankNearMisses } from './near-miss/index.ts';

export type { ClaimRight } from './claim.ts';
export type { Offer } from './evaluate-pair.ts';
export { type Explanation, explain, type Rejection, rejections } from './explain.ts';
export type { RejectionCount } from './failures.ts';
export { ownNeed } from './is-need.ts';
export { type MatchOptions, type MatchResult, match } from './match.ts';
export { emptyTable, type MatchAllOptions, matchAll } from './match-all.ts';
export type { ChangeStep, NearMiss } from './near-miss/index.ts';
export {
  type LeftOutBank,
  type NominatedBank,
  type NominateOptions,
  type Nomination,
  type NominationReason,
  nominate,
} from './nominate.ts';
export type { NominationWarning } from './nominate-warnings.ts';
export type { Capacity, CapacityLeft } from './nominee.ts';
export {
  printBounds,
  printEffort,
  printExplanation,
  printMatch,
  printQuestion,
  printScore,
} from './print.ts';
export { printStack } from './print-policy.ts';
export { nextQuestions, type Question } from './questions.ts';
export { rematch, updateCatalog } from './rematch.ts';
export { catalogFromBuffer, catalogToBuffer } from './snapshot.ts';
export {
  expectTable,
  type MatchTable,
  NEED_DONE,
  NEED_PENDING,
  NEED_REFUSED,
  offersOf,
  resultOf,
  TABLE_ROWS_LIMIT,
} from './table.ts';

/** The cheapest changes that would open a product that now fails, cheapest first. Throws as `match`. */
export function nearMisses(
  catalog: Catalog,
  need: Need,
  options: MatchOptions = {},
): readonly NearMiss[] {
  expectCatalog('nearMisses', catalog);
  const asked = readOptions('nearMisses', options);
  const profile = profileOf(catalog, asked.profile);
  return askOf('nearMisses', need, (own) => {
    const context = pairContext(catalog, own, { ...asked, profile });
    return rankNearMisses(context, mendable(catalog, own), asked.limit ?? 10);
  });
}
