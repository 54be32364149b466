export { DEFAULT_PROFILE } from './default-profile.ts';
export {
  beginScores,
  buildScores,
  ceilingsOf,
  costPoints,
  openScoreRoom,
  openScores,
  otherPoints,
  type ScoreData,
  type ScoreRoom,
  type Scores,
  scoreRoomBytes,
} from './kernel.ts';
export {
  ceilingsByModule,
  openPointModule,
  type PointModule,
  pointModuleBytes,
  pointsByModule,
  takeByModule,
} from './points-wasm.ts';
export {
  type PreferenceResult,
  type Score,
  type ScorePartResult,
  scoreLoan,
} from './reference.ts';
