import type { Bounds, Price, PriceStep } from '../pricing/index.ts';
import type { Score } from '../scoring/index.ts';
import { printScaled } from '../units/decimal.ts';
import { printMoney } from '../units/money.ts';
import { printRate, type Rate } from '../units/rate.ts';
import { expectFinite, readOrThrow } from '../units/unreadable.ts';
import type { Offer } from './evaluate-pair.ts';
import type { Explanation } from './explain.ts';
import type { MatchResult } from './match.ts';
import type { NearMiss } from './near-miss/index.ts';
import { printCashFlow } from './print-policy.ts';
import type { Question } from './questions.ts';

/** Decimals of a score shown out of 100: 100,000,000 is 100.000000. */
const SCORE_DECIMALS = 6;

/** A score or its points out of 100: exact, at least two decimals. */
export function printScore(points: number): string {
  expectFinite('printScore', 'points', points);
  return printScaled(points, SCORE_DECIMALS, 2);
}

/** Effort in points with two decimals. */
export function printEffort(effort: number): string {
  expectFinite('printEffort', 'points', effort);
  return printScaled(effort, 2, 2);
}

/** One rate, or the two ends of one that facts leave open. */
export function printBounds(bounds: Bounds): string {
  return readOrThrow('printBounds', 'two ends, "low" and "high"', () => {
    const { low, high } = bounds;
    if (low === high) return printRate(high as Rate);
    return `${printRate(low as Rate)} .. ${printRate(high as Rate)}`;
  });
}

/*
 * What is printed below throws TypeError where it is not what the library made.
 */

/** The result in border notation: amounts in major units, rates with their unit, scores out of 100. */
export function printMatch(result: MatchResult): object {
  return readOrThrow('printMatch', 'a result as match returns it', () => ({
    ...result,
    offers: result.offers.map(printOffer),
    undetermined: result.undetermined.map(printOffer),
    nearMisses: result.nearMisses.map(printNearMiss),
  }));
}

/** The explanation in border notation. */
export function printExplanation(explanation: Explanation): object {
  return readOrThrow('printExplanation', 'an explanation as explain returns it', () => {
    const { conditions, offer, nearMiss } = explanation;
    if (!Array.isArray(conditions)) throw new TypeError('no explanation');
    return {
      ...explanation,
      ...(offer === undefined ? {} : { offer: printOffer(offer) }),
      ...(nearMiss === undefined ? {} : { nearMiss: printNearMiss(nearMiss) }),
    };
  });
}

/** A question in border notation. */
export function printQuestion(question: Question): object {
  return readOrThrow('printQuestion', 'a question as nextQuestions returns it', () => {
    const { best } = question;
    return { ...question, best: { ...best, score: printScore(best.score) } };
  });
}

function printOffer({ details, ...figures }: Offer): object {
  const { price, score, cashFlow } = details;
  return {
    ...figures,
    loan: { ...figures.loan, amount: printMoney(figures.loan.amount) },
    ...(price === undefined ? {} : { price: printPrice(price) }),
    score: printScoreParts(score),
    ...(cashFlow === undefined ? {} : { cashFlow: printCashFlow(cashFlow) }),
  };
}

function printPrice(price: Price): object {
  return {
    ...price,
    rate: printRate(price.rate),
    rateLow: printRate(price.rateLow),
    netCost: printRate(price.netCost),
    netCostLow: printRate(price.netCostLow),
    trace: price.trace.map(printStep),
    costs: price.costs.map((part) => ({ ...part, rate: printRate(part.rate) })),
    subsidies: price.subsidies.map((part) => ({ ...part, amount: printMoney(part.amount) })),
  };
}

function printStep(step: PriceStep): object {
  return {
    ...step,
    value: printBounds(step.value),
    running: printBounds(step.running),
    ...(step.rows === undefined
      ? {}
      : { rows: step.rows.map((row) => ({ ...row, rate: printRate(row.rate) })) }),
  };
}

function printScoreParts(score: Score): object {
  return {
    total: printScore(score.total),
    parts: score.parts.map((part) => ({ ...part, points: printScore(part.points) })),
  };
}

function printNearMiss(miss: NearMiss): object {
  return {
    ...miss,
    effort: printEffort(miss.effort),
    changes: miss.changes.map((step) => ({ ...step, effort: printEffort(step.effort) })),
    offer: printOffer(miss.offer),
  };
}
