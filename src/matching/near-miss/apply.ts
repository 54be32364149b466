import type { CompiledProduct } from '../../catalog/index.ts';
import {
  type Enterprise,
  type FieldValue,
  type Label,
  type Need,
  type Project,
  subjectOf,
} from '../../model/index.ts';
import type { Money } from '../../units/money.ts';
import { bestPledge, COLLATERAL, type FactChange } from './effort.ts';

/** Members that stand on the model itself; every other changeable fact is a declared one. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  need: ['amount', 'minimumAmount', 'termMonths', 'minimumTermMonths', 'repayment'],
  enterprise: ['liabilities'],
  project: ['ownFunds', 'lists', 'permits'],
};

/** The need after the changes: what the enterprise would file anew. */
export function applyChanges(
  need: Need,
  changes: readonly FactChange[],
  compiled: CompiledProduct,
): Need {
  return changes.reduce((changed, change) => applyOne(changed, change, compiled), need);
}

function applyOne(need: Need, { field, to }: FactChange, compiled: CompiledProduct): Need {
  if (field === COLLATERAL) return pledgeMore(need, to as Money, compiled);
  const subject = subjectOf(field);
  const member = field.slice(subject.length + 1);
  if (subject === 'enterprise') {
    return { ...need, enterprise: setMember(need.enterprise, subject, member, to) };
  }
  if (subject === 'project') {
    if (need.project === undefined) return need;
    return { ...need, project: setMember(need.project, subject, member, to) };
  }
  return setMember(need, 'need', member, to);
}

function setMember<T extends Enterprise | Project | Need>(
  record: T,
  subject: string,
  member: string,
  to: FieldValue,
): T {
  if (member === 'labels' || member === 'flags') {
    return {
      ...record,
      [member]: relabel((record as Enterprise)[member] ?? [], to as readonly string[]),
    };
  }
  if (MEMBERS[subject]?.includes(member) === true) return { ...record, [member]: to };
  return { ...record, facts: { ...record.facts, [member]: to } };
}

/** Keeps the labels that stay with their days, drops the others, adds new ones without days. */
function relabel(labels: readonly Label[], ids: readonly string[]): readonly Label[] {
  const kept = labels.filter((label) => ids.includes(label.id));
  const fresh = ids.filter((id) => !labels.some((label) => label.id === id));
  return [...kept, ...fresh.map((id) => ({ id }))];
}

/** Adds a pledge of the kind that the product takes with the lowest haircut. */
function pledgeMore(need: Need, total: Money, compiled: CompiledProduct): Need {
  const pledges = need.collateral ?? [];
  const value = (total - pledges.reduce((sum, one) => sum + one.value, 0)) as Money;
  const type = bestPledge(compiled)?.type;
  return type === undefined ? need : { ...need, collateral: [...pledges, { type, value }] };
}
