import { FAILURE_PATHS, RANKING_PATHS, VERDICT_PATHS } from '../engine.ts';
import { naiveLoop } from '../peers/index.ts';
import type { Section } from '../report.ts';
import {
  everything,
  nested,
  nothing,
  plain,
  realistic,
  type Size,
  twelve,
  unrounded,
  type Workload,
} from '../workloads/index.ts';
import { runPeers, runPlain } from './peers.ts';
import type { Plan } from './plan.ts';
import { runCourse } from './races.ts';
import { runSingle } from './single.ts';

export { CI, FULL, type Plan } from './plan.ts';

/** Every section of the benchmark, in the order of the report; each makes its own workload. */
export const SUITES: Readonly<Record<string, (plan: Plan) => Promise<Section>>> = {
  peers: (plan) => runPeers(plain(realistic(plan.peers)), plan),
  plain: (plan) => runPlain(plain(realistic(plan.plain)), plan),
  realistic: (plan) => verdicts('realistic', realistic(plan.realistic), plan),
  unrounded: (plan) => verdicts('unrounded', unrounded(realistic(plan.realistic)), plan),
  everything: (plan) => verdicts('everything', everything(plan.adversarial), plan),
  nothing: (plan) => verdicts('nothing', nothing(plan.adversarial), plan),
  nested: (plan) => verdicts('nested', nested(plan.nested), plan),
  wide: (plan) => verdicts('wide', realistic(plan.wide), plan),
  failures: (plan) =>
    runCourse(
      {
        id: 'failures',
        workload: realistic(plan.failures),
        paths: FAILURE_PATHS,
        naive: (catalog) => naiveLoop(catalog).failures,
      },
      plan,
    ),
  ranking: (plan) => rankings('ranking', realistic(asked(plan)), plan),
  twelve: (plan) => rankings('twelve', twelve(realistic(asked(plan))), plan),
  single: (plan) => runSingle(realistic(plan.single), plan),
};

/** Sections without a ratio have nothing that can be guarded. */
export const GUARDED: readonly string[] = Object.keys(SUITES).filter((id) => id !== 'single');

/** No more needs are made than the fastest path asks about. */
function asked({ ranking: { products, needs } }: Plan): Size {
  const most = Math.max(...RANKING_PATHS.map((path) => path.mostNeeds));
  return { products, needs: Math.min(needs, most) };
}

function rankings(id: string, workload: Workload, plan: Plan): Promise<Section> {
  const rounds = plan.rankingRounds;
  return runCourse({ id, workload, paths: RANKING_PATHS, rounds }, plan);
}

function verdicts(id: string, workload: Workload, plan: Plan): Promise<Section> {
  const naive = (catalog: Parameters<typeof naiveLoop>[0]) => naiveLoop(catalog).eligible;
  return runCourse({ id, workload, paths: VERDICT_PATHS, naive }, plan);
}
