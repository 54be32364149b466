import type { PlainFacts, PlainProduct } from '../workloads/plain.ts';

/** For each need the places of the eligible products, ascending. */
export type Eligible = readonly (readonly number[])[];

/** Another engine, or a loop, that answers the questions of the plain workload. */
export interface Peer {
  /** Of a package: its name in package.json. */
  readonly name: string;
  /** Everything that is done once for a catalog; it is not part of what is measured. */
  readonly prepare: (products: readonly PlainProduct[]) => PreparedPeer;
}

export interface PreparedPeer {
  readonly ask: (facts: readonly PlainFacts[]) => Eligible | Promise<Eligible>;
  /** Frees what the engine holds outside the heap. */
  readonly close?: () => void;
}
