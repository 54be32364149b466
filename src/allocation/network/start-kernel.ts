import type { Network } from './network.ts';

/** Needs in the order of a greedy fill, and prices by which they choose. */
export interface Start {
  readonly order: Int32Array;
  readonly price: Float64Array;
}

export function startPrices(network: Network): Start {
  return {
    order: Int32Array.from({ length: network.needCount }, (_, i) => i),
    price: new Float64Array(network.nodeCount),
  };
}
