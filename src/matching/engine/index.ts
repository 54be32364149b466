export { CHANGED_AT_MOST, carryEngine, haveSameRules, matchAlike } from './carry.ts';
export {
  type Engine,
  engineOf,
  engineOver,
  keepEngine,
  readNeed,
  takeNeed,
  workingList,
} from './engine-kernel.ts';
export { countRejections, mendableProducts } from './failures-kernel.ts';
export { rankNeed, rankTaken } from './rank-kernel.ts';
export { openSegment, type Segment, type SegmentData } from './segment.ts';
export { createTopList, type Draw, lotAt, type TopList } from './top-list-kernel.ts';
