import { createIssue, type Issue, type IssuePath } from '../units/issue.ts';
import type { AllocationChanges } from './changes.ts';
import type { Allocation, AllocationProblem } from './model.ts';

/** Most issues that are listed for one thing. */
const ISSUE_LIMIT = 1_000;

/** Members of the items of a list that are texts or lists of texts, where they are there. */
interface ItemShape {
  readonly texts?: readonly string[];
  readonly lists?: readonly string[];
}

const SCOPE: ItemShape = { lists: ['products', 'banks', 'needs', 'regions'] };

const LISTS_OF_PROBLEM: Readonly<Record<string, ItemShape>> = {
  needs: { texts: ['region', 'client', 'group'] },
  products: { texts: ['bank'] },
  banks: {},
  regions: { texts: ['id', 'parent'] },
  pools: SCOPE,
  guarantors: SCOPE,
};

/*
 * What comes from a file or from code without types may be anything. These look at no figure: only at
 * what would stop a reader, which is a list that is none, an item that is none, or a getter that throws.
 * What they pass can be read to the end.
 */

/** Whether a problem can be read; its figures are for `checkProblem`. O(needs + edges). */
export function problemShape(problem: AllocationProblem, withEdges: boolean): readonly Issue[] {
  return look('a problem of allocation', problem, (look) => {
    for (const [name, shape] of Object.entries(LISTS_OF_PROBLEM)) {
      const isNeeded = name === 'needs' || name === 'products';
      look.list([name], problem[name as keyof AllocationProblem], shape, isNeeded);
    }
    look.object(['concentration'], problem.concentration);
    if (!withEdges) return;
    const { edges } = problem;
    if (Array.isArray(edges)) look.list(['edges'], edges, {}, true);
    else look.columns(['edges'], edges);
  });
}

/** Whether an allocation can be read; whether it is true is for `verifyAllocation`. O(shares). */
export function allocationShape(allocation: Allocation): readonly Issue[] {
  return look('an allocation as allocate returns it', allocation, (look) => {
    const { seed, shares, certificate, overfill, withheld, entitlements } = allocation;
    if (typeof seed !== 'string') look.report('a text', ['seed'], seed);
    look.list(['shares'], shares, {}, true);
    const lists = { overfill, withheld, entitlements };
    for (const [name, list] of Object.entries(lists)) look.list([name], list, {}, false);
    if (!look.object(['certificate'], certificate, true)) return;
    const path = ['certificate', certificate.kind === 'prices' ? 'prices' : 'countPrices'];
    if (certificate.kind === 'prices') look.list(path, certificate.prices, {}, true);
    if (certificate.kind === 'coverage') look.list(path, certificate.countPrices, {}, true);
  });
}

/** Whether changes can be read; what they name is for `checkChanges`. O(changes). */
export function changesShape(changes: AllocationChanges): readonly Issue[] {
  return look('changes of a problem', changes, (look) => {
    const { addNeeds, addEdges, quotas, withdrawNeeds, withdrawProducts } = changes;
    const lists = { addNeeds, addEdges, quotas };
    for (const [name, list] of Object.entries(lists)) look.list([name], list, {}, false);
    const names = { withdrawNeeds, withdrawProducts };
    for (const [name, list] of Object.entries(names)) {
      if (list !== undefined && !Array.isArray(list)) look.report('a list of ids', [name], list);
    }
  });
}

/** How one thing is looked at. */
interface Look {
  readonly report: (expected: string, path: IssuePath, seen: unknown) => void;
  /** Whether an object stands there; absent is one too, unless it is needed. */
  readonly object: (path: IssuePath, value: unknown, isNeeded?: boolean) => boolean;
  readonly list: (path: IssuePath, value: unknown, shape: ItemShape, isNeeded: boolean) => void;
  readonly columns: (path: IssuePath, value: unknown) => void;
}

function look(what: string, value: unknown, walk: (look: Look) => void): readonly Issue[] {
  const issues: Issue[] = [];
  const report: Look['report'] = (expected, path, seen) => {
    if (issues.length < ISSUE_LIMIT) {
      issues.push(createIssue({ code: 'type', expected }, path, seen));
    }
  };
  const object: Look['object'] = (path, one, isNeeded = false) => {
    if (isObject(one) || (one === undefined && !isNeeded)) return true;
    report('an object', path, one);
    return false;
  };
  try {
    if (!isObject(value)) report(what, [], value);
    else walk({ report, object, list: listLook(report), columns: columnLook(report) });
  } catch {
    // A getter or a proxy of the caller threw.
    report(`${what}, in parts that can be read`, [], undefined);
  }
  return issues;
}

function listLook(report: Look['report']): Look['list'] {
  return (path, list, { texts = [], lists = [] }, isNeeded) => {
    if (list === undefined && !isNeeded) return;
    if (!Array.isArray(list)) {
      report('a list', path, list);
      return;
    }
    for (let at = 0; at < list.length; at++) {
      const item: unknown = list[at];
      if (!isObject(item)) {
        report('an object', [...path, at], item);
        continue;
      }
      for (const key of texts) {
        const text = item[key];
        if (text === undefined || typeof text === 'string') continue;
        report('a text', [...path, at, key], text);
      }
      for (const key of lists) {
        const members = item[key];
        if (members === undefined || isTexts(members)) continue;
        report('a list of texts', [...path, at, key], members);
      }
    }
  };
}

function columnLook(report: Look['report']): Look['columns'] {
  return (path, columns) => {
    if (!isObject(columns)) {
      report('a list, or columns', path, columns);
      return;
    }
    for (const key of ['need', 'product', 'score', 'amount', 'preference']) {
      const column = columns[key];
      const isAbsent = column === undefined && (key === 'amount' || key === 'preference');
      if (isAbsent || Array.isArray(column) || ArrayBuffer.isView(column)) continue;
      report('a list of numbers', [...path, key], column);
    }
  };
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Throws TypeError in the name of the caller for the first of some issues. */
export function demand(caller: string, issues: readonly Issue[]): void {
  const [first] = issues;
  if (first !== undefined) throw new TypeError(`${caller}: ${first.message}`);
}
