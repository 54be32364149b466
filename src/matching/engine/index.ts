export { type Engine, engineOf, keepEngine, type Work } from './engine-kernel.ts';
export { type Ranking, rankNeed } from './rank-kernel.ts';
export { createTopList, type Draw, lotAt, type TopList } from './top-list-kernel.ts';
