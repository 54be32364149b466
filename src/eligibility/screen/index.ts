export { buildScreen } from './build-kernel.ts';
export { type ScreenData, slotFields } from './data.ts';
export {
  type CodePart,
  countFailed,
  countFailures,
  createFailureCounts,
  type FailureCounts,
  failedWalks,
  fillMasks,
  maskWords,
  uniteFailures,
} from './failures-kernel.ts';
export { listRows, openScreen, planScreen, type Screen, screenNeed } from './kernel.ts';
