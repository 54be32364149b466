/** Matching over worker threads of Node: the only part of the library that knows Node. */
export { type MatchAllParallelOptions, matchAllParallel, THREADS_LIMIT } from './node/parallel.ts';
