import type { LatencyOptions, RaceOptions } from '../harness.ts';
import type { Size } from '../workloads/index.ts';

/** How large everything is. */
export interface Plan {
  readonly race: RaceOptions;
  /** Rounds of the sections on ranking, whose runs are long: few of them are left in peace. */
  readonly rankingRounds: number;
  /** All peers on the same questions; the slowest of them sets the size. */
  readonly peers: Size;
  /** The same questions, many more of them, for those that are fast. */
  readonly plain: Size;
  readonly realistic: Size;
  readonly adversarial: Size;
  readonly nested: Size;
  readonly wide: Size;
  readonly failures: Size;
  readonly ranking: Size;
  readonly single: Size;
  /** Needs that the rule is asked about, to compare with and to measure the workload. */
  readonly checkedNeeds: number;
  readonly calls: LatencyOptions;
}

/**
 * The figures that are published: 3,000 products, as a province with all its banks might have. As many
 * needs as the slowest side can answer again and again within a few minutes for all sections.
 */
export const FULL: Plan = {
  race: { rounds: 5, sampleSeconds: 0.1, warmUpSeconds: 0.5 },
  rankingRounds: 15,
  peers: { products: 3000, needs: 10 },
  plain: { products: 3000, needs: 2000 },
  realistic: { products: 3000, needs: 600 },
  adversarial: { products: 3000, needs: 300 },
  nested: { products: 300, needs: 100 },
  wide: { products: 20_000, needs: 30 },
  failures: { products: 3000, needs: 200 },
  ranking: { products: 3000, needs: 20_000 },
  // A change to one product is held against 10,000 needs.
  single: { products: 3000, needs: 10_000 },
  checkedNeeds: 50,
  calls: { most: 2000, seconds: 8, warmUpSeconds: 3 },
};

/** Small enough for every push; more rounds, because only ratios of minima count. */
export const CI: Plan = {
  race: { rounds: 7, sampleSeconds: 0.03, warmUpSeconds: 0.2 },
  rankingRounds: 7,
  peers: { products: 500, needs: 10 },
  plain: { products: 600, needs: 300 },
  realistic: { products: 600, needs: 300 },
  adversarial: { products: 600, needs: 100 },
  nested: { products: 100, needs: 50 },
  wide: { products: 3000, needs: 60 },
  failures: { products: 600, needs: 100 },
  ranking: { products: 300, needs: 300 },
  single: { products: 300, needs: 100 },
  checkedNeeds: 20,
  calls: { most: 200, seconds: 2, warmUpSeconds: 0.5 },
};
