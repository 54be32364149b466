import { formatPath, type IssueCode, type IssuePath } from '../../units/issue.ts';
import { oneLine } from '../text/width.ts';
import { expectedInChinese, seenInChinese } from './issue-words.ts';

/** One fault of an input, for the machine and for people. Plain JSON. */
export interface InputIssue {
  readonly code: IssueCode;
  readonly path: IssuePath;
  readonly expected: string;
  readonly seen?: string;
  readonly message: string;
  /** Place in the file, counted from 1, where the reader knows it. */
  readonly line?: number;
  readonly column?: number;
}

/** A record, or a whole file, that was refused. Nothing of it was used. */
export interface Refusal {
  /** As it was given on the command line. */
  readonly file: string;
  /** Line of a record in NDJSON. */
  readonly line?: number;
  /** Position of a record in a JSON list, from 0. */
  readonly index?: number;
  /** The id that the record states, where it can be read. */
  readonly id?: string;
  readonly issues: readonly InputIssue[];
}

/**
 * The lines for people: `file:line: path: expected ...; saw ...`, one for each issue. In Chinese where
 * that alone is asked for.
 */
export function refusalLines(refusal: Refusal, isChinese = false): readonly string[] {
  return refusal.issues.map((issue) => oneLine(issueLine(refusal, issue, isChinese)));
}

function issueLine(refusal: Refusal, issue: InputIssue, isChinese: boolean): string {
  // Such a message names the file itself.
  const line = issue.line ?? refusal.line;
  const place = [refusal.file, line, issue.column].filter((part) => part !== undefined).join(':');
  const path = issue.path.length === 0 ? '' : `${formatPath(issue.path)}: `;
  const end = isChinese ? '文本结尾' : 'the end of the text';
  const saw = issue.seen ?? (isSyntax(issue) ? end : undefined);
  if (isChinese) {
    const seen = saw === undefined ? '' : `；实际为 ${seenInChinese(saw)}`;
    return `${place}: ${path}应为${expectedInChinese(issue.expected)}${seen}`;
  }
  const seen = saw === undefined ? '' : `; saw ${saw}`;
  return `${place}: ${path}expected ${issue.expected}${seen}`;
}

function isSyntax(issue: InputIssue): boolean {
  return issue.code === 'json-syntax' && issue.column !== undefined;
}
