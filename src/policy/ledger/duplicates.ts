import { type Programme, selects } from '../../model/index.ts';
import type { Day } from '../../units/day.ts';
import { compareText } from '../../units/digest.ts';
import { readOrThrow } from '../../units/unreadable.ts';
import type { PolicyPack } from '../pack.ts';
import { governingVersion } from '../version.ts';

/** A claim as one department sees it. */
export interface FiledClaim {
  readonly id: string;
  readonly creditCode: string;
  readonly projectCode: string;
  readonly loanId: string;
  readonly programmeId: string;
  readonly department: string;
  readonly from: Day;
  /** First day that no longer counts. */
  readonly to: Day;
}

/** Two claims on the same days of the same loan. */
export interface DuplicateClaim {
  readonly creditCode: string;
  readonly projectCode: string;
  readonly loanId: string;
  readonly first: FiledClaim;
  readonly second: FiledClaim;
  /** Days that both claim. */
  readonly from: Day;
  readonly to: Day;
  /** `same-programme` and `excluded` are faults; `unknown`: no rule was found that says. */
  readonly relation: 'same-programme' | 'excluded' | 'combinable' | 'unknown';
}

/** Whether two programmes may pay for one loan on a day; `undefined`: not known. */
export type MayCombine = (a: string, b: string, day: Day) => boolean | undefined;

/** Most pairs that are listed: more help nobody. */
export const DUPLICATES_LIMIT = 10_000;

/**
 * Claims of different schemes and departments that meet: same credit code, project code and loan, and
 * a common day. Codes are compared without spaces, in capitals and in half width, as clerks write
 * them. Combinable pairs are listed too: whoever audits wants to see them.
 * O(n log n) and the pairs found.
 */
export function findDuplicateClaims(
  claims: readonly FiledClaim[],
  mayCombine: MayCombine,
): readonly DuplicateClaim[] {
  const expected = 'a list of filed claims, and a function as combinationRule returns it';
  return readOrThrow('findDuplicateClaims', expected, () => duplicatesOf(claims, mayCombine));
}

function duplicatesOf(
  claims: readonly FiledClaim[],
  mayCombine: MayCombine,
): readonly DuplicateClaim[] {
  const groups = new Map<string, FiledClaim[]>();
  for (const claim of claims) {
    const key = keyOf(claim);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [claim]);
    else group.push(claim);
  }
  const found: DuplicateClaim[] = [];
  for (const group of groups.values()) {
    group.sort((a, b) => a.from - b.from || compareText(a.id, b.id));
    let running: FiledClaim[] = [];
    for (const claim of group) {
      running = running.filter((other) => claim.from < other.to);
      for (const other of running) {
        if (found.length >= DUPLICATES_LIMIT) return found;
        found.push(pairOf(other, claim, mayCombine));
      }
      running.push(claim);
    }
  }
  return found;
}

function keyOf({ creditCode, projectCode, loanId }: FiledClaim): string {
  return JSON.stringify([creditCode, projectCode, loanId].map(plainCode));
}

/** NFKC turns full-width letters and digits into plain ones. */
function plainCode(code: string): string {
  return code.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

function pairOf(first: FiledClaim, second: FiledClaim, mayCombine: MayCombine): DuplicateClaim {
  const from = second.from;
  const to = Math.min(first.to, second.to) as Day;
  const isSame = first.programmeId === second.programmeId;
  const may = isSame ? false : mayCombine(first.programmeId, second.programmeId, from);
  const relation = isSame
    ? 'same-programme'
    : may === undefined
      ? 'unknown'
      : may
        ? 'combinable'
        : 'excluded';
  const { creditCode, projectCode, loanId } = first;
  return { creditCode, projectCode, loanId, first, second, from, to, relation };
}

/**
 * Whether programmes of a pack may stand together, by the versions in force on the day, as known on
 * `asOf`. Not known for programmes that the pack does not hold or that are not in force.
 */
export function combinationRule(pack: PolicyPack, asOf: Day): MayCombine {
  const byId = readOrThrow('combinationRule', 'a pack as compilePolicies returns it', () => {
    return new Map(pack.programmes.map((programme) => [programme.id, programme]));
  });
  return (a, b, day) => {
    const [one, other] = [byId.get(a), byId.get(b)];
    if (one === undefined || other === undefined) return undefined;
    const own = stackingOn(one, day, asOf);
    const theirs = stackingOn(other, day, asOf);
    if (own === undefined || theirs === undefined) return undefined;
    return !(separates(own, other, theirs) || separates(theirs, one, own));
  };
}

type Rules = NonNullable<Programme['versions'][number]['stacking']>;

function stackingOn(programme: Programme, day: Day, asOf: Day): Rules | undefined {
  const choice = governingVersion(programme, { disbursement: day, contract: day }, asOf);
  return choice.state === 'in-force' ? (choice.version.stacking ?? []) : undefined;
}

function separates(rules: Rules, other: Programme, theirs: Rules): boolean {
  return rules.some((rule) => {
    if (rule.rule === 'choose-one') {
      return theirs.some((two) => two.rule === 'choose-one' && two.group === rule.group);
    }
    return (rule.rule === 'excludes' || rule.rule === 'replaced-by') && selects(rule.other, other);
  });
}
