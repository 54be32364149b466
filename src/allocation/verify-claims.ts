import { shortJson } from '../units/issue.ts';
import type { Allocation, AllocationProblem } from './model.ts';
import type { Breach } from './verify.ts';

/**
 * Holds what an allocation claims of itself against what one of its kind may claim.
 * 1. Its objective is one, its proof is of that, and a bound on welfare stands where welfare was aimed at.
 * 2. Whole needs and a most number of lenders are stated as options are.
 * 3. Only a cap that reverts has a first claim, one each, of at most the cap; where stability is asked,
 *    none reverts.
 * 4. Only stable allocations of whole needs pass quotas and withhold; each names a limit once, and
 *    nothing is withheld beyond a cap. How much a quota is passed by is for who adds up the shares.
 */
export function checkClaims(problem: AllocationProblem, allocation: Allocation): readonly Breach[] {
  const breaches: Breach[] = [];
  const add = (code: Breach['code'], kind: string, id: string, seen: unknown, allowed: unknown) =>
    breaches.push({ code, name: { kind, id }, value: plain(seen), allowed: plain(allowed) });
  checkKind(allocation, (code, id, seen, allowed) => add(code, 'allocation', id, seen, allowed));
  const { objective, indivisible, entitlements = [], overfill = [], withheld = [] } = allocation;
  const { products, banks = [], regions = [] } = problem;
  const once = onceEach();
  const canRevert = objective !== 'stable';
  const reverting = capsOf(regions.filter(({ reverts }) => canRevert && reverts === true));
  for (const { region, amount } of entitlements) {
    const most = once(`claim ${plain(region)}`) ? (reverting.get(region) ?? -1) : -1;
    if (isAmount(amount, 0, most)) continue;
    add('statement', 'entitlement', region, amount, Math.max(0, most));
  }
  const mayPass = objective === 'stable' && indivisible === true;
  const passable = new Set([
    ...products.map(({ id }) => `product ${id}`),
    ...banks.map(({ id }) => `bank ${id}`),
  ]);
  for (const { kind, id, amount } of overfill) {
    const key = `${plain(kind)} ${plain(id)}`;
    if (mayPass && passable.has(key) && once(key)) continue;
    add('statement', 'overfill', id, amount, 0);
  }
  const caps = capsOf(regions);
  for (const { region, amount } of withheld) {
    const most = mayPass && once(`withheld ${plain(region)}`) ? (caps.get(region) ?? 0) : 0;
    if (!isAmount(amount, 1, most)) add('statement', 'withheld', region, amount, most);
  }
  return breaches;
}

type Report = (code: Breach['code'], id: string, seen: unknown, allowed: unknown) => void;

function checkKind(
  { objective, certificate: { kind }, bound, indivisible, maximumLenders }: Allocation,
  report: Report,
): void {
  if (!['welfare', 'coverage', 'stable'].includes(objective)) {
    report('statement', 'objective', objective, 'welfare, coverage or stable');
  }
  const aim = kind === 'prices' ? 'welfare' : kind;
  if (kind !== 'bound' && aim !== objective) report('proof', 'certificate', kind, objective);
  if (bound !== undefined && objective !== 'welfare') {
    report('statement', 'bound', bound, 'none where welfare is not what was maximised');
  }
  if (indivisible !== undefined && typeof indivisible !== 'boolean') {
    report('statement', 'indivisible', indivisible, 'true or false');
  }
  const isCount = Number.isSafeInteger(maximumLenders) && Number(maximumLenders) >= 1;
  if (maximumLenders !== undefined && !isCount) {
    report('statement', 'maximumLenders', maximumLenders, 'a whole number of 1 or more');
  }
}

function isAmount(amount: number, least: number, most: number): boolean {
  return Number.isSafeInteger(amount) && amount >= least && amount <= most;
}

/** Caps by region; -1 where there is none. */
function capsOf(regions: NonNullable<AllocationProblem['regions']>): ReadonlyMap<string, number> {
  return new Map(regions.map(({ id, cap }) => [id, cap ?? -1]));
}

/** Tells of each name whether it comes for the first time. */
function onceEach(): (name: string) => boolean {
  const seen = new Set<string>();
  return (name) => seen.size < seen.add(name).size;
}

/** A figure or a text as it is, anything else as short JSON. */
export function plain(seen: unknown): number | string {
  return typeof seen === 'number' || typeof seen === 'string' ? seen : shortJson(seen);
}
