/**
 * The border to untrusted JSON: the only door that loads zod. What is parsed here needs no check
 * anywhere else; what is printed here can be parsed again.
 */
export {
  type NeedOptions,
  parseCatalog,
  parseLimits,
  parseNeed,
  parseProduct,
  parseProject,
  printCatalog,
  printLimits,
  printNeed,
  printProject,
} from './model/schema/index.ts';
export type { Issue, IssueCode, IssuePath } from './units/issue.ts';
