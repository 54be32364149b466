export {
  type FactLayout,
  type KeptNeed,
  keepNeed,
  keptNeed,
  layoutOf,
  PASSING_FACTS,
  type PassingReader,
  placeInLayout,
} from './kept.ts';
export { copyNeed, createNeedCopy, type FactSubjects } from './need-copy.ts';
export {
  type FactContext,
  type FactReader,
  leastWanted,
  REPAYMENT_METHODS,
  STANDARD_FACTS,
} from './standard.ts';
