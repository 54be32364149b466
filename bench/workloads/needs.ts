import { generateReserve, type NeedDocument } from '../../src/hubei/index.ts';
import { between, createRandom, pickEvenly, type Random } from '../../src/hubei/random.ts';
import type { Day, Enterprise, Field, Money, Need, Project } from '../../src/index.ts';
import { printNeed } from '../../src/schema.ts';
import { note } from '../progress.ts';
import { parsedNeed, SEED } from './workload.ts';

/** Needs are generated and parsed in parts, so that their JSON never lies in memory all at once. */
const PART = 10_000;

/** Needs of the illustrative reserve, with its gaps: a fact in 13 is missing. */
export function reserveNeeds(fields: readonly Field[], count: number): readonly Need[] {
  const needs: Need[] = [];
  for (let part = 0; needs.length < count; part++) {
    const size = Math.min(PART, count - needs.length);
    const json = generateReserve({ seed: `${SEED}/reserve/${part}`, count: size }).needs;
    for (const one of json) needs.push(parsedNeed(renamed(one, part), fields));
    if (count > PART) note(`needs: ${needs.length} of ${count}`);
  }
  return needs;
}

/** Every part of the reserve counts from zero: its number makes the ids differ. */
function renamed(need: NeedDocument, part: number): unknown {
  const { enterprise, project } = need;
  return {
    ...need,
    id: `${part}-${need.id}`,
    enterprise: { ...enterprise, id: `${part}-${enterprise.id}` },
    ...(project === undefined ? {} : { project: { ...project, id: `${part}-${project.id}` } }),
  };
}

/**
 * The needs with every gap filled by a likely fact, a project included: no verdict over standard
 * fields is open. Lesser wishes fall away, so that a need has one amount and one term.
 * Parsed like all others, as the library knows needs from its border by themselves.
 */
export function completeNeeds(needs: readonly Need[], fields: readonly Field[]): readonly Need[] {
  return needs.map((need, number) => {
    const random = createRandom(`${SEED}/complete/${number}`);
    const enterprise = completeEnterprise(random, need.enterprise);
    const { minimumAmount: _, minimumTermMonths: __, ...rest } = need;
    const complete: Need = {
      ...rest,
      purpose: need.purpose ?? 'equipment-renewal',
      collateral: need.collateral ?? [],
      enterprise,
      project: completeProject(random, need, enterprise),
    };
    return parsedNeed(printNeed(complete, { fields }), fields);
  });
}

type CompleteEnterprise = Enterprise & Required<Pick<Enterprise, 'region' | 'industry'>>;

function completeEnterprise(random: Random, enterprise: Enterprise): CompleteEnterprise {
  const revenue = enterprise.revenue ?? wan(random, 300, 30_000);
  const assets = enterprise.assets ?? revenue;
  return {
    ...enterprise,
    region: enterprise.region ?? pickEvenly(random, ['420106', '420502', '420602', '421002']),
    industry: enterprise.industry ?? pickEvenly(random, ['C341', 'C352', 'C36', 'C38', 'C39']),
    size: enterprise.size ?? pickEvenly(random, ['micro', 'small', 'medium']),
    // Days since 1970: 2000 to 2022.
    founded: enterprise.founded ?? (between(random, 10_957, 18_993) as Day),
    employees: enterprise.employees ?? between(random, 5, 500),
    revenue,
    assets,
    liabilities:
      enterprise.liabilities ?? (Math.floor((assets * between(random, 25, 82)) / 100) as Money),
    creditGrade: enterprise.creditGrade ?? pickEvenly(random, ['AA', 'A', 'BBB', 'BB']),
    labels: enterprise.labels ?? [],
    flags: enterprise.flags ?? [],
    banks: enterprise.banks ?? [],
  };
}

function completeProject(random: Random, need: Need, enterprise: CompleteEnterprise): Project {
  const { project } = need;
  const investment = project?.investment ?? ((need.amount * 2) as Money);
  return {
    ...project,
    id: project?.id ?? `p-${need.id}`,
    region: project?.region ?? enterprise.region,
    industry: project?.industry ?? enterprise.industry,
    tier: project?.tier ?? pickEvenly(random, ['province', 'city', 'county']),
    investment,
    equipment: project?.equipment ?? (Math.floor(investment / 2) as Money),
    ownFunds: project?.ownFunds ?? (Math.floor(investment / 3) as Money),
    lists: project?.lists ?? [],
    permits: project?.permits ?? ['filing'],
  };
}

function wan(random: Random, min: number, max: number): Money {
  return (between(random, min, max) * 1_000_000) as Money;
}
