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
export { listRows, openScreen, type Screen, screenBytes, screenNeed } from './kernel.ts';
