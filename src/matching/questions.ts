import { type Catalog, expectCatalog } from '../catalog/index.ts';
import type { Reason } from '../criteria/index.ts';
import type { Knower, Need } from '../model/index.ts';
import { compareText } from '../units/digest.ts';
import { readOptions } from '../units/unreadable.ts';
import { compareOffers, evaluatePair, type Offer } from './evaluate-pair.ts';
import { askOf } from './is-need.ts';
import { type MatchOptions, pairContext, profileOf } from './match.ts';

/** One missing fact, or one prose condition, and what it would settle. */
export interface Question {
  /** The field to fill in; absent for a prose condition. */
  readonly field?: string;
  /** The prose that the bank must judge. */
  readonly ask?: string;
  readonly askOf: Knower;
  /** Products whose verdict hangs on this alone: the answer settles them, whatever it is. */
  readonly decides: number;
  /** Products whose verdict hangs on this among other things. */
  readonly touches: number;
  /** Eligible products whose price the answer would narrow. */
  readonly prices: number;
  /** The best of the products it touches or prices. */
  readonly best: { readonly productId: string; readonly score: number };
}

interface Tally {
  readonly question: Pick<Question, 'field' | 'ask' | 'askOf'>;
  decides: number;
  touches: number;
  prices: number;
  best: Offer;
}

/**
 * The questions whose answers settle most, best first: by the verdicts decided alone, then those
 * touched, then prices narrowed, then the best score at stake. Pure; O(products x conditions).
 * Throws as `match`.
 */
export function nextQuestions(
  catalog: Catalog,
  need: Need,
  options: MatchOptions = {},
): readonly Question[] {
  expectCatalog('nextQuestions', catalog);
  const asked = readOptions('nextQuestions', options);
  const known = { ...asked, profile: profileOf(catalog, asked.profile) };
  return askOf('nextQuestions', need, (own) => questionsOf(catalog, own, known));
}

function questionsOf(catalog: Catalog, need: Need, options: MatchOptions): readonly Question[] {
  const context = pairContext(catalog, need, options);
  const tallies = new Map<string, Tally>();
  for (const compiled of catalog.products) {
    const { offer } = evaluatePair(context, compiled);
    if (offer === undefined) continue;
    const isOpen = offer.verdict === 'undetermined';
    const leaves = uniqueLeaves(isOpen ? offer.open : (offer.details.price?.open ?? []));
    for (const [key, leaf] of leaves) {
      const tally = tallyOf(tallies, key, leaf, offer, catalog);
      if (!isOpen) tally.prices += 1;
      else if (leaves.size === 1) tally.decides += 1;
      if (isOpen) tally.touches += 1;
      if (compareOffers(offer, tally.best) < 0) tally.best = offer;
    }
  }
  return [...tallies]
    .sort(([keyA, a], [keyB, b]) => compareTallies(a, b) || compareText(keyA, keyB))
    .slice(0, options.limit ?? 10)
    .map(([, { question, decides, touches, prices, best }]) => ({
      ...question,
      decides,
      touches,
      prices,
      best: { productId: best.productId, score: best.score.total },
    }));
}

function compareTallies(a: Tally, b: Tally): number {
  return (
    b.decides - a.decides ||
    b.touches - a.touches ||
    b.prices - a.prices ||
    b.best.score.total - a.best.score.total
  );
}

/** The unknown leaves under some reasons, each once. */
function uniqueLeaves(reasons: readonly Reason[]): ReadonlyMap<string, Reason> {
  const leaves = new Map<string, Reason>();
  const walk = (reason: Reason): void => {
    if (reason.verdict !== 'unknown') return;
    if (reason.parts !== undefined) reason.parts.forEach(walk);
    else leaves.set(reason.field ?? `${reason.code} ${reason.text ?? ''}`, reason);
  };
  reasons.forEach(walk);
  return leaves;
}

function tallyOf(
  tallies: Map<string, Tally>,
  key: string,
  leaf: Reason,
  offer: Offer,
  catalog: Catalog,
): Tally {
  const known = tallies.get(key);
  if (known !== undefined) return known;
  const { field, text, code } = leaf;
  const registered = catalog.registry.fields.find((one) => one.name === field);
  const askOf = registered?.knownBy ?? 'bank';
  const question = field === undefined ? { ask: text ?? code, askOf } : { field, askOf };
  const tally = { question, decides: 0, touches: 0, prices: 0, best: offer };
  tallies.set(key, tally);
  return tally;
}
