import { type Either, left, right } from 'fp-ts/Either';
import { createIssue, type Issue, type IssuePath } from '../../units/issue.ts';
import type { SyndicateNeed, SyndicateOffer, SyndicateOptions } from './problem.ts';

/** A question in plain copies: what a getter gives once stays so. */
export interface Question {
  readonly need: SyndicateNeed;
  readonly offers: readonly SyndicateOffer[];
  readonly options: SyndicateOptions;
}

/** What a member is, in words, and whether something is that. */
type Kind = readonly [expected: string, holds: (value: unknown) => boolean];

const TEXT: Kind = ['a text', (value) => typeof value === 'string'];
const TEXTS: Kind = [
  'a list of texts',
  (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
];
const FLAG: Kind = ['true or false', (value) => typeof value === 'boolean'];
const SHARING: Kind = [
  '"cheapest" or "pro-rata"',
  (value) => value === 'cheapest' || value === 'pro-rata',
];
/** A figure or a member that must be there; what kind of figure is for `readProblem`. */
const FIGURE: Kind = ['a number', () => true];

interface Member {
  readonly key: string;
  readonly kind: Kind;
  readonly isNeeded: boolean;
}

const needed = (key: string, kind: Kind): Member => ({ key, kind, isNeeded: true });
const optional = (key: string, kind: Kind): Member => ({ key, kind, isNeeded: false });

const OF_NEED = [needed('amount', FIGURE), needed('termMonths', FIGURE)];
const OF_OFFER = [
  needed('id', TEXT),
  needed('rate', FIGURE),
  optional('minimumTicket', FIGURE),
  needed('maximumTicket', FIGURE),
  optional('fee', FIGURE),
  optional('mayLead', FLAG),
];
const OF_OPTIONS = [
  optional('leadShare', FIGURE),
  optional('maximumLenders', FIGURE),
  optional('including', TEXTS),
  optional('sharing', SHARING),
  optional('seed', TEXT),
  optional('maximumNodes', FIGURE),
];

/**
 * Reads a question of which nothing is sure, as it may come from a file or from code without types:
 * issues for what is no object, no list or no text, and for members that are missing or throw.
 */
export function readQuestion(
  need: unknown,
  offers: unknown,
  options: unknown,
): Either<readonly Issue[], Question> {
  const issues: Issue[] = [];
  const question = {
    need: copy('a need', need, OF_NEED, ['need'], issues),
    offers: copyList(offers, issues),
    options: copy('an object of options', options, OF_OPTIONS, [], issues),
  };
  return issues.length > 0 ? left(issues) : right(question as unknown as Question);
}

function copyList(offers: unknown, issues: Issue[]): readonly unknown[] {
  const path = ['offers'];
  return guarded('a list of offers', path, issues, () => {
    if (Array.isArray(offers)) {
      return Array.from(offers, (offer: unknown, index) =>
        copy('an offer', offer, OF_OFFER, [...path, index], issues),
      );
    }
    issues.push(createIssue({ code: 'type', expected: 'a list of offers' }, path, offers));
    return [];
  });
}

function copy(
  what: string,
  value: unknown,
  members: readonly Member[],
  path: IssuePath,
  issues: Issue[],
): unknown {
  return guarded(what, path, issues, () => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      issues.push(createIssue({ code: 'type', expected: what }, path, value));
      return [];
    }
    const copied: Record<string, unknown> = {};
    // A loop and no list of entries: that took a third of an easy question with fifty offers.
    for (const { key, kind, isNeeded } of members) {
      const own = (value as Readonly<Record<string, unknown>>)[key];
      const [expected, holds] = kind;
      if (own === undefined) {
        if (isNeeded) issues.push(createIssue({ code: 'missing', expected }, [...path, key]));
        continue;
      }
      if (!holds(own)) issues.push(createIssue({ code: 'type', expected }, [...path, key], own));
      copied[key] = Array.isArray(own) ? [...own] : own;
    }
    return copied;
  });
}

/** What `read` gives; an issue and nothing where a getter or a proxy of the caller throws. */
function guarded<T>(
  what: string,
  path: IssuePath,
  issues: Issue[],
  read: () => T,
): T | readonly [] {
  try {
    return read();
  } catch {
    issues.push(createIssue({ code: 'type', expected: `${what} that can be read` }, path));
    return [];
  }
}
