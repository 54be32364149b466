export { DEFAULT_PROFILE } from './default-profile.ts';
export {
  FEATURE_MAX,
  type PreferenceResult,
  type Score,
  type ScoredLoan,
  type ScorePartResult,
  scoreLoan,
} from './reference.ts';
