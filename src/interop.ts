/** Foreign data in and out: JSON text that says where it is broken, NDJSON, product files of others. */
export { parseJsonText, type TextIssue } from './interop/json-text.ts';
