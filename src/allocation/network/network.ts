/**
 * The network that every allocation under nested limits becomes. Each need is a source of its whole
 * amount; each edge carries money to a column (a product); the columns and the limits above them are
 * a tree of nodes whose arcs lead to the root, the sink. What a need does not get flows along its
 * home edge to its region, or to the root.
 *
 * ```
 *   need --edge (gain = score, capacity)--> product --> bank --> root
 *   need --home edge (gain 0, or a penalty)--> county --> city --> root     (what stays unserved)
 * ```
 *
 * A cap on what a region receives is a floor on what stays unserved in it, so that both families of
 * limits are the same kind of arc. The arc from a node to its parent has up to three segments, used
 * in this order: one whose use is rewarded (a floor), a plain one, one whose use is punished (a cap
 * that can be broken, so that any start is feasible). Reward and penalty outweigh every possible gain
 * of scores, so that a floor is missed only where no allocation keeps all of them.
 */
export interface Network {
  readonly needCount: number;
  /** Nodes of the tree; the root is the last. */
  readonly nodeCount: number;
  /** Amount of each need, minor units. */
  readonly demand: Float64Array;
  /** Node that takes what stays unserved of each need. */
  readonly home: Int32Array;
  /** Gain of a unit on the home edge; 0 where absent. */
  readonly homeGain: Float64Array | undefined;
  /** Edges of need `i`: positions `rowStart[i]` to `rowStart[i + 1]`, end open. */
  readonly rowStart: Int32Array;
  /** Node to which an edge leads. */
  readonly column: Int32Array;
  /** Gain of a unit on an edge. */
  readonly gain: Int32Array;
  /** Most that an edge carries, below the need's amount, or Infinity; absent: all Infinity. */
  readonly capacity: Float64Array | undefined;
  /** Parent of each node; -1 for the root. */
  readonly parent: Int32Array;
  /** Three segments a node, at `3 x node`: rewarded, plain, punished. Capacity 0: no such segment. */
  readonly segmentCapacity: Float64Array;
  /** 1: a region, through which flows what stays unserved. */
  readonly isRegion: Uint8Array;
  /** What a unit of a floor weighs. */
  readonly penalty: number;
}

/** A flow of most gain, with the prices that prove it. */
export interface NetworkFlow {
  /** Used edges by need: positions `shareStart[i]` to `shareStart[i + 1]`, end open. */
  readonly shareStart: Int32Array;
  /** The edge, a position in `Network.column`; ascending. */
  readonly shareEdge: Int32Array;
  /** Minor units, above 0. */
  readonly shareAmount: Float64Array;
  /** Flow on each segment of each node. */
  readonly segmentFlow: Float64Array;
  /**
   * Price of a unit that enters a node: gain given up elsewhere. A need takes the edges of most
   * `gain - price`; the price of the root is 0.
   */
  readonly price: Float64Array;
  /** True when the prices prove that no flow gains more; false when the solver was stopped. */
  readonly isOptimal: boolean;
  /** Pivots made; a measure of work that no clock disturbs. */
  readonly pivots: number;
}

/** How much more a cap weighs than a floor. */
const CAP = 16;

/**
 * Gain of a unit on segment `position`. Caps weigh more than floors, so that floors give way where
 * they cannot be met: the cap of a region is the first segment of its node, its floor the last; with
 * other nodes it is the opposite, and their last segment is only there while a start is improved.
 */
export function segmentGain({ isRegion, penalty }: Network, position: number): number {
  const s = position % 3;
  if (s === 1) return 0;
  const isCap = (s === 0) === (isRegion[(position - s) / 3] === 1);
  return (1 - s) * (isCap ? CAP : 1) * penalty;
}
