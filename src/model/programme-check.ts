import type { Fault } from '../units/issue.ts';
import type {
  Level,
  Programme,
  ProgrammeKind,
  ProgrammeSelector,
  ProgrammeVersion,
} from './programme.ts';

/** A contradiction inside or between programmes, with its place from the list of programmes. */
export interface PolicyFault extends Fault {
  readonly path: readonly (string | number)[];
  /** What the writer may have meant. */
  readonly near?: Iterable<string>;
}

/** What a rule between programmes needs to know of each. */
export interface ProgrammeHead {
  readonly id: string;
  readonly kind: ProgrammeKind;
  readonly level: Level;
}

/** Whether a selector means a programme; an empty selector means none. */
export function selects(selector: ProgrammeSelector, programme: ProgrammeHead): boolean {
  if (selector.programmes?.includes(programme.id) === true) return true;
  const { levels, kinds } = selector;
  if (levels === undefined && kinds === undefined) return false;
  return (levels?.includes(programme.level) ?? true) && (kinds?.includes(programme.kind) ?? true);
}

/**
 * Every contradiction between programmes: versions in force at once, cycles of replacement, unknown
 * names, shares that do not sum to one. Nothing is stacked while one is left.
 */
export function checkProgrammes(programmes: readonly Programme[]): readonly PolicyFault[] {
  const faults: PolicyFault[] = [];
  const ids = new Set(programmes.map((programme) => programme.id));
  programmes.forEach((programme, index) => {
    faults.push(...checkVersions(programme, [index, 'versions']));
    programme.versions.forEach((version, at) => {
      const path = [index, 'versions', at];
      faults.push(...checkNames(version, programme.id, ids, path), ...checkSums(version, path));
    });
  });
  return [...faults, ...findCycles(programmes)];
}

type Path = readonly (string | number)[];

/** Two versions may share a day only where one supersedes the other, directly or by others. */
function checkVersions(programme: Programme, path: Path): readonly PolicyFault[] {
  const { versions } = programme;
  const faults: PolicyFault[] = [];
  const byId = new Map(versions.map((version) => [version.id, version]));
  versions.forEach((version, index) => {
    const first = versions.findIndex((one) => one.id === version.id);
    if (first < index) {
      const expected = `another id than versions[${first}], which has the same`;
      faults.push({ code: 'duplicate', expected, path: [...path, index, 'id'] });
    }
    const { supersedes } = version;
    if (supersedes !== undefined && !byId.has(supersedes)) {
      const expected = 'the id of another version of this programme';
      faults.push({
        code: 'dangling',
        expected,
        path: [...path, index, 'supersedes'],
        near: byId.keys(),
      });
    }
    if (chainOf(version, byId).has(version.id)) {
      const expected = 'a version that does not supersede itself, directly or by others';
      faults.push({ code: 'contradiction', expected, path: [...path, index, 'supersedes'] });
      return;
    }
    for (const other of versions.slice(0, index)) {
      if (!overlaps(version, other) || other.id === version.id) continue;
      if (chainOf(version, byId).has(other.id) || chainOf(other, byId).has(version.id)) continue;
      const expected = `days that version "${other.id}" does not have too, or "supersedes"`;
      faults.push({ code: 'contradiction', expected, path: [...path, index, 'validFrom'] });
    }
  });
  return faults;
}

/** The versions that one supersedes, directly or by others. */
function chainOf(
  version: ProgrammeVersion,
  byId: ReadonlyMap<string, ProgrammeVersion>,
): ReadonlySet<string> {
  const found = new Set<string>();
  let next = version.supersedes;
  while (next !== undefined && !found.has(next)) {
    found.add(next);
    next = byId.get(next)?.supersedes;
  }
  return found;
}

function overlaps(a: ProgrammeVersion, b: ProgrammeVersion): boolean {
  const end = Number.POSITIVE_INFINITY;
  return a.validFrom <= (b.validTo ?? end) && b.validFrom <= (a.validTo ?? end);
}

function checkNames(
  version: ProgrammeVersion,
  own: string,
  ids: ReadonlySet<string>,
  path: Path,
): readonly PolicyFault[] {
  const faults: PolicyFault[] = [];
  const check = (names: readonly string[] | undefined, place: Path) => {
    (names ?? []).forEach((name, index) => {
      const at = [...path, ...place, index];
      if (name === own) {
        faults.push({ code: 'contradiction', expected: 'another programme than itself', path: at });
      } else if (!ids.has(name)) {
        const expected = 'the id of a programme under "programmes"';
        faults.push({ code: 'dangling', expected, path: at, near: ids });
      }
    });
  };
  version.stacking?.forEach((rule, index) => {
    if (rule.rule !== 'choose-one') {
      check(rule.other.programmes, ['stacking', index, 'other', 'programmes']);
    }
  });
  version.caps?.forEach((cap, index) => {
    check(cap.with, ['caps', index, 'with']);
  });
  return faults;
}

function checkSums(version: ProgrammeVersion, path: Path): readonly PolicyFault[] {
  const { funding } = version;
  if (funding === undefined) return [];
  const sum = funding.reduce((total, part) => total + part.share, 0);
  if (sum === 1_000_000) return [];
  const expected = 'shares that sum to 100%';
  return [{ code: 'contradiction', expected, path: [...path, 'funding'] }];
}

/** Programmes that give way to each other in a circle leave nobody to pay. */
function findCycles(programmes: readonly Programme[]): readonly PolicyFault[] {
  const faults: PolicyFault[] = [];
  const yieldsTo = new Map(programmes.map((one) => [one.id, successors(one, programmes)]));
  programmes.forEach((programme, index) => {
    if (!reaches(programme.id, yieldsTo)) return;
    const expected = 'no circle of programmes that each give way to the next';
    faults.push({ code: 'contradiction', expected, path: [index, 'versions'] });
  });
  return faults;
}

function successors(programme: Programme, all: readonly Programme[]): readonly string[] {
  const rules = programme.versions.flatMap((version) => version.stacking ?? []);
  const selectors = rules.flatMap((rule) => (rule.rule === 'replaced-by' ? [rule.other] : []));
  const others = all.filter((other) => other.id !== programme.id);
  return others
    .filter((other) => selectors.some((selector) => selects(selector, other)))
    .map((other) => other.id);
}

/** Whether the walk from a programme comes back to it. */
function reaches(start: string, edges: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const open = [...(edges.get(start) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === start) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(edges.get(next) ?? []));
  }
  return false;
}
