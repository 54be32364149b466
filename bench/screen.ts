import type { FactList } from '../src/criteria/index.ts';
import {
  beginLoans,
  canFit,
  encodeNeed,
  failedWalks,
  fillMasks,
  fitByModule,
  fitRows,
  listRows,
  markLimits,
  maskWords,
  screenNeed,
} from '../src/eligibility/index.ts';
import type { Catalog, Need } from '../src/index.ts';
import { engineOf, readNeed, type Segment } from '../src/matching/engine/index.ts';

/** The stages of the engine by themselves, for those figures that are asked of one stage. */
export interface Screening {
  /** The verdicts of the language on all products; bitsets in the segment's screen. */
  readonly screen: (need: Need) => Uint32Array;
  /** The same from facts that are there already. */
  readonly screenFacts: (facts: FactList) => Uint32Array;
  /** Places of the eligible products, limits on the amount included. */
  readonly eligible: (need: Need) => readonly number[];
  /** One mask for each product, bit by slot, the walks that fail and the bits of the limits. */
  readonly masks: (need: Need) => Uint32Array;
  /** The masks as numbers: bit i, the i-th condition of `conditionVerdicts` failed. */
  readonly failures: (need: Need) => Float64Array;
  readonly facts: (need: Need) => FactList;
}

/** Fits the loans of a need on the segment's bench, as the engine does; returns how many entries. */
function fitAll({ screen, loans, bench, modules }: Segment): number {
  if (modules !== undefined && canFit(modules.loans, loans)) {
    const count = fitByModule(modules.loans, loans, screen, 2);
    if (count >= 0) return count;
  }
  return fitRows(loans, bench, listRows(screen, bench.rows, bench.verdicts), 2);
}

export function createScreening(catalog: Catalog): Screening {
  const engine = engineOf(catalog);
  const [segment] = engine.segments as readonly [Segment];
  const { screen, loans } = segment;
  const { data } = screen;
  const { bench } = segment;
  const perProduct = maskWords(data);
  const masks = new Uint32Array(32 * data.words * perProduct);
  const limits = new Uint8Array(data.rows);
  let walks: readonly number[] = [];
  const screenFacts = (facts: FactList) => {
    screenNeed(screen, facts);
    return screen.pass;
  };
  const screenOne = (need: Need) => {
    readNeed(engine, need);
    return screenFacts(engine.facts);
  };
  const maskOne = (need: Need) => {
    screenOne(need);
    fillMasks(screen, masks);
    walks = failedWalks(screen);
    beginLoans(loans, need);
    markLimits(loans, limits);
    return masks;
  };
  return {
    screen: screenOne,
    screenFacts,
    facts: (need) => encodeNeed(catalog, need).facts,
    eligible: (need) => {
      screenOne(need);
      beginLoans(loans, need);
      const count = fitAll(segment);
      const places: number[] = [];
      for (let i = 0; i < count; i++) {
        if (bench.verdicts[i] === 2) places.push(bench.rows[i] as number);
      }
      return places;
    },
    masks: maskOne,
    failures: (need) => {
      maskOne(need);
      return Float64Array.from({ length: data.rows }, (_, row) =>
        asNumber(catalog, segment, { masks, walks, limits }, row, perProduct),
      );
    },
  };
}

/** What failed: by product and slot, the walks, by product and limit. */
interface Failures {
  readonly masks: Uint32Array;
  readonly walks: readonly number[];
  readonly limits: Uint8Array;
}

/** Slots to conditions, and limits behind them, as `conditionVerdicts` counts. */
function asNumber(
  catalog: Catalog,
  { screen, data: own }: Segment,
  { masks, walks, limits }: Failures,
  row: number,
  perProduct: number,
): number {
  const { data } = screen;
  const { product, bank, conditions } = catalog.products[row] as Catalog['products'][number];
  const failed = new Set<number>();
  if (own.isOffered[row] === 0) failed.add(0);
  data.slots.forEach((_, slot) => {
    const word = masks[row * perProduct + (slot >> 5)] as number;
    if ((word & (1 << (slot & 31))) !== 0) {
      failed.add((data.conditionOf[slot * data.rows + row] as number) + 1);
    }
  });
  const { ownerStart, rows, conditions: places } = data.walks;
  for (const walk of walks) {
    for (let i = ownerStart[walk] as number; i < (ownerStart[walk + 1] as number); i++) {
      if (rows[i] === row) failed.add((places[i] as number) + 2);
    }
  }
  const stated = [
    product.collateral !== undefined && product.collateral.minCoverage > 0,
    product.maxInvestmentShare !== undefined,
    bank.singleClientLimit !== undefined,
  ];
  let place = 2 + conditions.length;
  stated.forEach((isStated, limit) => {
    if (!isStated) return;
    if (((limits[row] as number) & (1 << limit)) !== 0) failed.add(place);
    place += 1;
  });
  return [...failed].reduce((sum, one) => sum + 2 ** one, 0);
}
