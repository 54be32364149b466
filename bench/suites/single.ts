import { compileCatalog } from '../../src/index.ts';
import { CALLS, CHORES, HOLDINGS } from '../engine.ts';
import { bytesOf, type Caller, type Contestant, latencies, quantile, race } from '../harness.ts';
import { note } from '../progress.ts';
import { digits, type Measure, type Section } from '../report.ts';
import { AS_OF, type Workload } from '../workloads/index.ts';
import type { Plan } from './plan.ts';

/** One need at a time, catalogs compiled and held: figures of this machine, without a rival. */
export async function runSingle(workload: Workload, plan: Plan): Promise<Section> {
  const catalog = compileCatalog(workload.document, { asOf: AS_OF });
  const measures: Measure[] = [];
  for (const { name, unit, prepare } of CALLS) {
    note(`single: ${name}`);
    const seconds = latencies(prepare(workload, catalog) as Caller<unknown>, plan.calls);
    const perSecond = unit === 'us' ? 1e6 : 1e3;
    const at = (share: number) => digits(quantile(seconds, share) * perSecond);
    const asked = { unit, calls: seconds.length };
    measures.push({ name: `${name}: p50`, value: at(0.5), ...asked });
    // Of fewer calls than a hundred the worst is no hundredth.
    const tail = seconds.length < 100 ? 'worst' : 'p99';
    measures.push({ name: `${name}: ${tail}`, value: at(0.99), ...asked });
  }
  const chores = CHORES.map(({ name, prepare }): Contestant => {
    return { name, units: 1, ...(prepare(workload) as Omit<Contestant, 'name' | 'units'>) };
  });
  note('single: chores');
  for (const { name, seconds, spread } of await race(chores, plan.race)) {
    measures.push({ name, value: digits(seconds * 1000), unit: 'ms', spread: digits(spread) });
  }
  for (const { name, create } of HOLDINGS) {
    const { bytes } = bytesOf(() => create(workload));
    measures.push({ name: `memory of ${name}`, value: digits(bytes / 1e6), unit: 'MB' });
  }
  return { id: 'single', title: `single: ${workload.what}`, measures, ratios: [] };
}
