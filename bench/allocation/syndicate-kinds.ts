import type {
  SyndicateNeed,
  SyndicateOffer,
  SyndicateOptions,
} from '../../src/allocation/syndicate/index.ts';
import type { Money } from '../../src/units/money.ts';
import type { Rate } from '../../src/units/rate.ts';
import { createRandom } from './generate.ts';

/** One question to `syndicate`. */
export interface SyndicateCase {
  readonly need: SyndicateNeed;
  readonly offers: readonly SyndicateOffer[];
  readonly options: SyndicateOptions;
}

/** What a kind draws for one bank: money in fen, the rate in parts per million. */
interface Terms {
  readonly rate: number;
  readonly least: number;
  readonly most: number;
  readonly fee: number;
}

/** Numbers from 0 up to a limit, excluded. */
type Below = (limit: number) => number;

const TERM_MONTHS = 36;
/** 10,000 yuan in fen. */
const GRAIN = 1_000_000;
/** A ticket that is usual: a hundred million yuan. */
const TICKET = 10_000 * GRAIN;

const randomMost = (below: Below): number => TICKET / 2 + below(2 * TICKET);
const randomRate = (below: Below): number => 28_000 + 100 * below(150);
const coarse = (amount: number): number => Math.max(GRAIN, GRAIN * Math.round(amount / GRAIN));
/** The fee that makes a full ticket cost `level` parts per million a year, fee and all. */
const levelFee = (most: number, rate: number, level: number): number =>
  Math.max(0, Math.floor((most * (level - rate) * TERM_MONTHS) / 12e6));

/** A full ticket costs nearly the same anywhere: what the rate saves, the fee takes. */
function alike(below: Below, leastShare: number, spread: number): Terms {
  const most = randomMost(below);
  const rate = 28_000 + 100 * below(60);
  const fee = levelFee(most, rate, 36_000 + below(spread));
  return { rate, least: Math.floor(most * leastShare), most, fee };
}

/** Kinds of offers, each by the terms of one bank; `index` is the bank's number. */
export const OFFER_KINDS: Readonly<Record<string, (below: Below, index: number) => Terms>> = {
  'random prices': (below) => {
    const most = randomMost(below);
    return { rate: randomRate(below), least: below(most / 2), most, fee: below(TICKET / 200) };
  },
  'no fees': (below) => {
    const most = randomMost(below);
    return { rate: randomRate(below), least: below(most), most, fee: 0 };
  },
  'alike prices': (below) => alike(below, 0.2, 100),
  'alike to the fen': (below) => alike(below, 0.2, 1),
  'alike, nearly full': (below) => alike(below, 0.9, 100),
  'alike, full': (below) => alike(below, 0.999, 400),
  'one rate': (below) => {
    const most = randomMost(below);
    return { rate: 35_000, least: below(most), most, fee: below(TICKET / 1000) };
  },
  'identical banks': () => ({ rate: 35_000, least: TICKET / 4, most: TICKET, fee: GRAIN }),
  'five classes': (_, index) => {
    const most = TICKET + (index % 5) * 3_700 * GRAIN;
    const rate = 30_000 + 700 * (index % 5);
    return { rate, least: most / 2, most, fee: levelFee(most, rate, 36_000) };
  },
  'minimum near maximum': (below) => {
    const most = randomMost(below);
    return { rate: randomRate(below), least: most - below(most / 50), most, fee: below(GRAIN) };
  },
  'fee by ticket': (below) => {
    const most = randomMost(below);
    const rate = 30_000 + 100 * below(10);
    return { rate, least: Math.floor(most * 0.6), most, fee: Math.floor(most / 100) };
  },
  'fee by ticket, one rate': (below) => {
    const most = randomMost(below);
    const fee = Math.floor(most / 200) + below(GRAIN);
    return { rate: 33_000, least: Math.floor(most * 0.8), most, fee };
  },
  'large fees': (below) => {
    const most = randomMost(below);
    const rate = randomRate(below);
    return { rate, least: below(most / 4), most, fee: TICKET / 50 + below(TICKET / 20) };
  },
  'grain of 10,000 yuan': (below) => {
    const { rate, most } = alike(below, 0.5, 100);
    const fee = levelFee(coarse(most), rate, 36_000 + below(100));
    return { rate, least: coarse(most / 2), most: coarse(most), fee };
  },
  'large is cheap': (below) => {
    const most = randomMost(below);
    const rate = 40_000 - Math.floor((most / TICKET) * 4000) + below(200);
    return { rate, least: Math.floor(most * 0.7), most, fee: GRAIN };
  },
  'all or nothing, like rates': (below) => {
    const most = coarse(randomMost(below));
    return { rate: 33_000 + 100 * below(5), least: most, most, fee: 0 };
  },
  'a sum of subsets': (below) => {
    const most = randomMost(below);
    return { rate: 33_000, least: Math.floor(most * 0.9999), most, fee: Math.floor(most / 300) };
  },
};

/** How a question uses its offers. */
export interface QuestionShape {
  readonly kind: string;
  readonly banks: number;
  /** Most lenders, 1 to 10. */
  readonly lenders: number;
  /** The amount over the sum of the largest maximum tickets that so many lenders can have. */
  readonly fullness: number;
  /** Share of the lead, in parts per million; zero for no lead. */
  readonly leadShare: number;
}

/** A question of a shape, the same for the same seed. */
export function drawSyndicate(shape: QuestionShape, seed: number): SyndicateCase {
  const random = createRandom(seed);
  const below: Below = (limit) => Math.floor(random() * limit);
  const draw = OFFER_KINDS[shape.kind];
  if (draw === undefined) throw new RangeError(`no kind of offers ${shape.kind}`);
  const terms = Array.from({ length: shape.banks }, (_, index) => draw(below, index));
  const largest = terms.map(({ most }) => most).sort((a, b) => b - a);
  const room = largest.slice(0, shape.lenders).reduce((sum, most) => sum + most, 0);
  // Needs are round, whatever the tickets are.
  const amount = Math.max(GRAIN, GRAIN * Math.floor((room * shape.fullness) / GRAIN));
  return {
    need: { amount: amount as Money, termMonths: TERM_MONTHS },
    offers: terms.map(({ rate, least, most, fee }, index) => ({
      id: `bank-${index}`,
      rate: rate as Rate,
      minimumTicket: least as Money,
      maximumTicket: most as Money,
      fee: fee as Money,
      mayLead: below(3) > 0,
    })),
    options: { maximumLenders: shape.lenders, leadShare: shape.leadShare as Rate },
  };
}

/** Every kind with 1 to 10 lenders, from half full to nearly full, with and without a lead. */
export function syndicateShapes(banks: number): readonly QuestionShape[] {
  const lenders = Array.from({ length: 10 }, (_, at) => at + 1);
  return Object.keys(OFFER_KINDS).flatMap((kind) =>
    lenders.flatMap((most) =>
      [0.5, 0.8, 0.95, 0.99, 0.999].flatMap((fullness) =>
        // A lead with a fifth more than its even share: few banks can, but some.
        [0, Math.floor(1_200_000 / (most + 1))].map((leadShare) => ({
          kind,
          banks,
          lenders: most,
          fullness,
          leadShare,
        })),
      ),
    ),
  );
}
