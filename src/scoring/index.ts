export { DEFAULT_PROFILE } from './default-profile.ts';
export {
  beginScores,
  buildScores,
  ceilingsOf,
  costPoints,
  openScores,
  otherPoints,
  type ScoreData,
  type Scores,
} from './kernel.ts';
export {
  type PreferenceResult,
  type Score,
  type ScorePartResult,
  scoreLoan,
} from './reference.ts';
