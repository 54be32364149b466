import { type Catalog, compileCatalog, type Need } from '../../src/index.ts';
import { assertAgreement } from '../agree.ts';
import type { Path, PreparedPath } from '../engine.ts';
import { type Contestant, race } from '../harness.ts';
import { note } from '../progress.ts';
import { rates, ratiosOf, type Section } from '../report.ts';
import { AS_OF, census, type Workload } from '../workloads/index.ts';
import type { Plan } from './plan.ts';

/** The name of a rival that is written by hand, in every race. */
export const NAIVE = 'naive loop';

/** What a workload is raced on. */
export interface Course<Answers extends readonly ArrayLike<unknown>[]> {
  readonly id: string;
  readonly workload: Workload;
  readonly paths: readonly Path<Answers>[];
  /** The rival; absent: the paths race among themselves. */
  readonly naive?: (catalog: Catalog) => (needs: readonly Need[]) => Answers;
  /** Absent: as many as the plan says for all. */
  readonly rounds?: number;
}

/** Compares the answers of all and then times them all. */
export async function runCourse<Answers extends readonly ArrayLike<unknown>[]>(
  { id, workload, paths, naive, rounds }: Course<Answers>,
  plan: Plan,
): Promise<Section> {
  const { document, needs, what } = workload;
  note(`${id}: ${what}`);
  const catalog = compileCatalog(document, { asOf: AS_OF });
  const products = catalog.products.length;
  const entrants = paths.map((path) => ({ path, ...path.prepare(catalog) }));
  const ask = naive?.(catalog);
  compare(id, entrants, ask, needs, plan.checkedNeeds);
  const contestants: Contestant[] = entrants.map(({ path, run }) => {
    const own = needs.slice(0, path.mostNeeds);
    return { name: path.name, units: own.length * products, run: (_, lap) => run(own, lap) };
  });
  if (ask !== undefined) {
    contestants.push({ name: NAIVE, units: needs.length * products, run: () => ask(needs) });
  }
  const timings = await race(contestants, { ...plan.race, rounds: rounds ?? plan.race.rounds });
  return {
    id,
    title: `${id}: ${what}`,
    census: census(catalog, needs.slice(0, plan.checkedNeeds)),
    measures: rates(timings, products),
    ratios: ratiosOf(id, timings, paths),
  };
}

/**
 * Throws where two disagree. The rule, which is the first path, is slow and is asked about some
 * needs; the loop that agrees with it there stands in for it on all the others.
 */
function compare<Answers extends readonly ArrayLike<unknown>[]>(
  id: string,
  entrants: readonly ({ readonly path: Path<Answers> } & PreparedPath<Answers>)[],
  ask: ((needs: readonly Need[]) => Answers) | undefined,
  needs: readonly Need[],
  checkedNeeds: number,
): void {
  const [rule, ...others] = entrants;
  if (rule === undefined) throw new Error(`${id}: no path`);
  const checked = needs.slice(0, Math.min(checkedNeeds, rule.path.mostNeeds));
  let judge = { name: rule.path.name, answers: rule.answers(checked) };
  if (ask !== undefined) {
    const loop = { name: NAIVE, answers: ask(needs) };
    assertAgreement(id, judge, loop);
    judge = loop;
  }
  for (const { path, answers } of others) {
    const own = needs.slice(0, Math.min(judge.answers.length, path.mostNeeds));
    assertAgreement(id, judge, { name: path.name, answers: answers(own) });
  }
}
