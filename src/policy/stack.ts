import { type Either, isLeft, left, right } from 'fp-ts/Either';
import { checkLoan, schedule } from '../cashflow/index.ts';
import { deriveFacts, type FactList, offerFacts, withFacts } from '../criteria/index.ts';
import type { Programme } from '../model/index.ts';
import { type Day, isDay, parseDay } from '../units/day.ts';
import { createIssue, type Fault, type Issue } from '../units/issue.ts';
import type { Money } from '../units/money.ts';
import { type Candidate, type CandidateContext, judgeProgramme } from './candidate.ts';
import { type Fate, fatesOf } from './fate.ts';
import { createGrid } from './grid.ts';
import type { PolicyPack } from './pack.ts';
import { barrierBetween, createProblem } from './problem.ts';
import type { PolicySituation } from './situation.ts';
import { solveStack } from './solve.ts';
import type { SolvedStack } from './solved.ts';
import { valueMembers } from './value.ts';
import type { VersionChoice } from './version.ts';
import { type BankView, bankView } from './view-bank.ts';
import { type EnterpriseView, enterpriseView } from './view-enterprise.ts';
import { type TreasuryView, treasuryView } from './view-treasury.ts';

export interface StackOptions {
  /** The day of the question: rules published later are not known. */
  readonly asOf: string | Day;
  /** Also lets programmes in whose conditions are not known to fail: the other end of a price. */
  readonly optimistic?: boolean;
}

/** How it is known that no legal stack pays more. */
export interface StackProof {
  /** `exhaustive`: every legal stack was looked at or excluded by a bound. */
  readonly method: 'exhaustive' | 'bounded';
  /** Stacks whose payments were computed. */
  readonly stacks: number;
  /** No legal stack pays more than this. */
  readonly bound: Money;
  /** `bound` less what the stack pays: zero where it is proved best. */
  readonly gap: Money;
}

/** The best legal stack for an enterprise, the fate of every programme, and what each side sees. */
export interface PolicyStack {
  readonly asOf: Day;
  /** All that the enterprise gets over the life of the loan. */
  readonly benefit: Money;
  /** Ids, in the order of application. */
  readonly applied: readonly string[];
  /** One for every programme of the pack, in its order. */
  readonly fates: readonly Fate[];
  readonly proof: StackProof;
  readonly enterprise: EnterpriseView;
  readonly bank: BankView;
  readonly treasury: TreasuryView;
}

/**
 * The best legal stack of programmes for one loan, as known on a day.
 *
 * 1. Every programme is judged by the version that governs the loan's own date.
 * 2. Those that take part are laid out in cells of time (`createProblem`).
 * 3. The set that pays the enterprise most is searched for (`solveStack`); of sets that pay the same,
 *    the one with more re-lending, then the smaller one.
 *
 * Issues: a loan that makes no sense, obtained programmes that are unknown or may not go together, and
 * what is no pack, no situation and no day.
 */
export function stackPolicies(
  pack: PolicyPack,
  situation: PolicySituation,
  options: StackOptions,
): Either<readonly Issue[], PolicyStack> {
  const asked = readOptions(options);
  if (isLeft(asked)) return asked;
  const faults = unreadableParts(pack, situation);
  if (faults.length > 0) return left(faults);
  try {
    const checked = checkLoan(situation.loan);
    if (isLeft(checked)) {
      return left(checked.left.map((one) => createIssue(one, ['loan', ...one.path])));
    }
    const solved = solveSituation(judgeProgrammes(pack, situation, asked.right), situation);
    return isLeft(solved) ? solved : right(tellStack(solved.right, situation, asked.right.asOf));
  } catch {
    return left([createIssue(NO_SITUATION, [], situation)]);
  }
}

const NO_SITUATION: Fault = {
  code: 'type',
  expected: 'a situation whose parts can be read: a need as parseNeed returns it, and a loan',
};

/** The day of the question and what else is asked. */
function readOptions(
  options: StackOptions,
): Either<readonly Issue[], { readonly asOf: Day; readonly optimistic: boolean }> {
  try {
    const { asOf, optimistic } = options;
    const day = isDay(asOf as number) ? right(asOf as Day) : parseDay(asOf);
    if (isLeft(day)) return left([createIssue(day.left, ['asOf'], asOf)]);
    return right({ asOf: day.right, optimistic: optimistic === true });
  } catch {
    const fault = { code: 'type', expected: 'options with the day "asOf"' } as const;
    return left([createIssue(fault, [], options)]);
  }
}

/** Of callers without types: whether there is a pack, and a situation with a need. */
function unreadableParts(pack: PolicyPack, situation: PolicySituation): readonly Issue[] {
  const issues: Issue[] = [];
  const want = (fault: Fault, path: Issue['path'], seen: unknown, isThere: () => boolean) => {
    try {
      if (isThere()) return;
    } catch {
      // What throws when it is read is not there.
    }
    issues.push(createIssue(fault, path, seen));
  };
  const noPack = { code: 'type', expected: 'a pack as compilePolicies returns it' } as const;
  want(noPack, ['pack'], pack, () => {
    const { programmes, benchmarks, registry } = pack;
    return Array.isArray(programmes) && Array.isArray(benchmarks) && Array.isArray(registry.fields);
  });
  want(NO_SITUATION, [], situation, () => typeof situation.need.enterprise === 'object');
  return issues;
}

/** How programmes are judged. */
export interface JudgeOptions {
  readonly asOf: Day;
  readonly optimistic?: boolean;
  /** The need's facts on that day, where they are derived already. */
  readonly facts?: FactList;
  readonly choices?: ReadonlyMap<Programme, VersionChoice>;
  /** Absent: yes. */
  readonly withReasons?: boolean;
}

/** Step 1: every programme judged for a loan, in the order of the pack. */
export function judgeProgrammes(
  pack: PolicyPack,
  situation: PolicySituation,
  options: JudgeOptions,
): readonly Candidate[] {
  const { need, loan, bank, product } = situation;
  const { registry, benchmarks, sizeRule } = pack;
  const { asOf, optimistic = false, withReasons = true, choices } = options;
  const dated = { asOf, ...(sizeRule === undefined ? {} : { sizeRule }) };
  // The loan as it is made, and the bank that makes it, in place of the wishes.
  const facts = withFacts(registry, options.facts ?? deriveFacts(need, registry, dated), {
    ...offerFacts(bank, product),
    'need.amount': loan.principal,
    'need.termMonths': loan.payments * loan.monthsPerPayment,
  });
  const context: CandidateContext = {
    situation,
    facts,
    registry,
    benchmarks,
    asOf,
    optimistic,
    withReasons,
    ...(choices === undefined ? {} : { choices }),
  };
  return pack.programmes.map((programme) => judgeProgramme(programme, context));
}

/** Steps 2 and 3, without the views. */
export function solveSituation(
  judged: readonly Candidate[],
  situation: PolicySituation,
): Either<readonly Issue[], SolvedStack> {
  const planned = schedule(situation.loan);
  if (isLeft(planned)) {
    return left(planned.left.map((one) => createIssue(one, ['loan', ...one.path])));
  }
  const issues = obtainedIssues(judged, situation.obtained ?? []);
  if (issues.length > 0) return left(issues);
  const obtained = new Set(situation.obtained);
  const entrants = inOrder(
    judged.filter((one) => one.out === undefined || obtained.has(one.programme.id)),
  );
  const cuts = entrants.flatMap(({ basis }) => (basis === undefined ? [] : [basis.from, basis.to]));
  const grid = createGrid(planned.right, cuts);
  const problem = createProblem(entrants, grid, situation);
  const solution = solveStack(problem, valueMembers);
  return right({ schedule: planned.right, grid, judged, problem, solution });
}

/** Programmes that pay what others leave are paid after them. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  const isResidual = ({ version }: Candidate) =>
    version?.stacking?.some((rule) => rule.rule === 'residual') === true;
  return [
    ...candidates.filter((one) => !isResidual(one)),
    ...candidates.filter((one) => isResidual(one)),
  ];
}

/** What stands already must be known and must be able to stand together. */
function obtainedIssues(judged: readonly Candidate[], obtained: readonly string[]): Issue[] {
  const issues: Issue[] = [];
  obtained.forEach((id, index) => {
    const own = judged.find((one) => one.programme.id === id);
    if (own === undefined) {
      const fault = { code: 'dangling', expected: 'the id of a programme' } as const;
      issues.push(createIssue(fault, ['obtained', index], id));
      return;
    }
    for (const before of obtained.slice(0, index)) {
      const other = judged.find((one) => one.programme.id === before);
      if (other === undefined || barrierBetween(own, other) === undefined) continue;
      const expected = `a programme that may stand beside "${before}"`;
      issues.push(createIssue({ code: 'contradiction', expected }, ['obtained', index], id));
    }
  });
  return issues;
}

function tellStack(solved: SolvedStack, situation: PolicySituation, asOf: Day): PolicyStack {
  const { problem, solution } = solved;
  const { value, bound, stacks, method } = solution;
  return {
    asOf,
    benefit: value as Money,
    applied: solution.chosen.map((p) => problem.candidates[p]?.programme.id ?? ''),
    fates: fatesOf(solved),
    proof: { method, stacks, bound: bound as Money, gap: (bound - value) as Money },
    enterprise: enterpriseView(solved),
    bank: bankView(solved, situation),
    treasury: treasuryView(solved),
  };
}
