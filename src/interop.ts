/** Foreign data in and out: JSON text that says where it is broken, NDJSON, product files of others. */

export {
  type ActusCase,
  type ActusContract,
  type ActusEvent,
  type ActusType,
  actusEvents,
  type EventType,
  readActusContract,
} from './interop/actus/index.ts';
export {
  type CdrFile,
  type CdrFileReport,
  type CdrImport,
  type CdrOptions,
  importCdr,
  type Loss,
  type LossKind,
  type LossReport,
} from './interop/cdr/index.ts';
export { parseJsonText, type TextIssue } from './interop/json-text.ts';
