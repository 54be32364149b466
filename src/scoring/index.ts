export { DEFAULT_PROFILE } from './default-profile.ts';
export {
  type PreferenceResult,
  type Score,
  type ScorePartResult,
  scoreLoan,
} from './reference.ts';
