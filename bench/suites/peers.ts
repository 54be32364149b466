import { compileCatalog } from '../../src/index.ts';
import { assertAgreement } from '../agree.ts';
import { VERDICT_PATHS } from '../engine.ts';
import { type Contestant, race } from '../harness.ts';
import { PEERS } from '../peers/index.ts';
import { note } from '../progress.ts';
import { rates, ratiosOf, type Section } from '../report.ts';
import { AS_OF, census, type PlainWorkload, plainFacts } from '../workloads/index.ts';
import type { Plan } from './plan.ts';

/** Our paths and all peers on identical questions, after all have given the same answers. */
export async function runPeers(workload: PlainWorkload, plan: Plan): Promise<Section> {
  const id = 'peers';
  const catalog = compileCatalog(workload.document, { asOf: AS_OF });
  const { needs, products } = workload;
  const facts = plainFacts(catalog, needs);
  const units = products.length * needs.length;
  const paths = VERDICT_PATHS.map((path) => ({ name: path.name, ...path.prepare(catalog) }));
  const [rule] = paths;
  if (rule === undefined) throw new Error('peers: no path');
  const expected = { name: rule.name, answers: rule.answers(needs) };
  const contestants: Contestant[] = [];
  for (const { name, run, answers } of paths) {
    assertAgreement(id, expected, { name, answers: answers(needs) });
    contestants.push({ name, units, run: () => run(needs) });
  }
  const prepared = PEERS.map((peer) => ({ name: peer.name, ...peer.prepare(products) }));
  for (const { name, ask } of prepared) {
    note(`peers: ${name}`);
    assertAgreement(id, expected, { name, answers: await ask(facts) });
    contestants.push({ name, units, run: () => ask(facts) });
  }
  const timings = await race(contestants, plan.race);
  for (const { close } of prepared) close?.();
  return {
    id,
    title: `${id}: ${workload.what}; identical questions, equal answers`,
    census: census(catalog, needs),
    measures: rates(timings, products.length),
    ratios: ratiosOf(id, timings, paths),
  };
}

/** The fast ones again on many more needs, where work that is done once for many needs pays. */
export async function runPlain(workload: PlainWorkload, plan: Plan): Promise<Section> {
  const id = 'plain';
  note(`plain: ${workload.what}`);
  const catalog = compileCatalog(workload.document, { asOf: AS_OF });
  const { needs, products } = workload;
  const [naive] = PEERS;
  if (naive === undefined) throw new Error('plain: no peer');
  const facts = plainFacts(catalog, needs);
  const { ask } = naive.prepare(products);
  const answers = await ask(facts);
  const contestants: Contestant[] = VERDICT_PATHS.map((path) => {
    const prepared = path.prepare(catalog);
    const own = needs.slice(0, path.mostNeeds);
    const ours = { name: path.name, answers: prepared.answers(own) };
    assertAgreement(id, { name: naive.name, answers }, ours);
    return { name: path.name, units: own.length * products.length, run: () => prepared.run(own) };
  });
  const units = needs.length * products.length;
  contestants.push({ name: naive.name, units, run: () => ask(facts) });
  const timings = await race(contestants, plan.race);
  return {
    id,
    title: `${id}: ${workload.what}`,
    census: census(catalog, needs.slice(0, plan.checkedNeeds)),
    measures: rates(timings, products.length),
    ratios: ratiosOf(id, timings, VERDICT_PATHS),
  };
}
