export { buildScreen } from './build-kernel.ts';
export { type ScreenData, slotFields } from './data.ts';
export {
  type CodePart,
  countFailed,
  countFailures,
  createFailureCounts,
  type FailureCounts,
  fillMasks,
  maskWords,
  uniteFailures,
} from './failures-kernel.ts';
export { type JudgeOpen, listRows, openScreen, type Screen, screenNeed } from './kernel.ts';
