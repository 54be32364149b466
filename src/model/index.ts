export * from './catalog.ts';
export * from './common.ts';
export * from './criterion.ts';
export * from './deadline.ts';
export * from './field.ts';
export * from './limits.ts';
export * from './need.ts';
export * from './product.ts';
export * from './profile.ts';
export * from './programme.ts';
export {
  checkProgrammes,
  type PolicyFault,
  type ProgrammeHead,
  selects,
} from './programme-check.ts';
export { programmeIssues } from './programme-issues.ts';
export { classifySize, type SizeFigures } from './size.ts';
export { STANDARD_FIELDS } from './standard-fields.ts';
