export {
  CHANGED_AT_MOST,
  carryEngine,
  compareProducts,
  type Difference,
  haveSameRules,
} from './carry.ts';
export {
  type Engine,
  engineOf,
  engineOver,
  engineWithoutGone,
  isSurelyPriced,
  keepParts,
  readNeed,
  takeNeed,
  workingList,
} from './engine-kernel.ts';
export { countRejections, mendableProducts } from './failures-kernel.ts';
export { rankNeed, rankTaken } from './rank-kernel.ts';
export { openSegment, type Segment, type SegmentData } from './segment.ts';
export { createTopList, type Draw, lotAt, lotOf, type TopList } from './top-list-kernel.ts';
