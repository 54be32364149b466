import type { Enterprise, Need, Project } from '../need.ts';

/** The three things that facts are read from. */
export interface FactSubjects {
  need: Need;
  enterprise: Enterprise;
  project: Project | undefined;
}

/** The members of a thing, each there, whether it has a value or not. */
type Members<T> = { -readonly [K in keyof T]-?: T[K] | undefined };

/**
 * Copies a need, its enterprise and its project for readers that see many; what their members hold is
 * shared. Needs come in hundreds of shapes, with and without each of their members, and a member of an
 * object of unknown shape is slow to find. What is copied here always has the same shape. A member that
 * is absent is `undefined` in it, which readers cannot tell from absent. Anything can be given: of what
 * is no object nothing is copied.
 */
export function copyNeed(copy: FactSubjects, from: Need): void {
  const need = blankNeed();
  const enterprise = blankEnterprise();
  if (isObject(from)) copyMembersOfNeed(need, asPlain(from));
  copy.need = need as Need;
  copy.enterprise = enterprise as Enterprise;
  copy.project = undefined;
  if (isObject(need.enterprise)) {
    copyEnterprise(enterprise, asPlain(need.enterprise));
    need.enterprise = copy.enterprise;
  }
  if (isObject(need.project)) {
    const project = blankProject();
    copyProject(project, asPlain(need.project));
    copy.project = project as Project;
    need.project = copy.project;
  }
}

/** A copy of nothing, to be filled. */
export function createNeedCopy(): FactSubjects {
  const copy = { need: {}, enterprise: {}, project: undefined } as unknown as FactSubjects;
  copyNeed(copy, undefined as unknown as Need);
  return copy;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The thing itself, or a copy of its own members where a loop over names would find others too. */
function asPlain<T extends object>(from: T): T {
  const prototype: unknown = Object.getPrototypeOf(from);
  return prototype === Object.prototype || prototype === null ? from : { ...from };
}

/*
 * One loop over the names that are there, rather than a question for each that may be: the loop knows
 * where the members of its object lie.
 */

function copyMembersOfNeed(to: Members<Need>, from: Need): void {
  for (const name in from) {
    const value = from[name as keyof Need] as never;
    switch (name) {
      case 'id':
        to.id = value;
        break;
      case 'currency':
        to.currency = value;
        break;
      case 'amount':
        to.amount = value;
        break;
      case 'minimumAmount':
        to.minimumAmount = value;
        break;
      case 'termMonths':
        to.termMonths = value;
        break;
      case 'minimumTermMonths':
        to.minimumTermMonths = value;
        break;
      case 'purpose':
        to.purpose = value;
        break;
      case 'start':
        to.start = value;
        break;
      case 'repayment':
        to.repayment = value;
        break;
      case 'collateral':
        to.collateral = value;
        break;
      case 'enterprise':
        to.enterprise = value;
        break;
      case 'project':
        to.project = value;
        break;
      case 'intendedBanks':
        to.intendedBanks = value;
        break;
      case 'facts':
        to.facts = value;
        break;
    }
  }
}

function copyEnterprise(to: Members<Enterprise>, from: Enterprise): void {
  for (const name in from) {
    const value = from[name as keyof Enterprise] as never;
    switch (name) {
      case 'id':
        to.id = value;
        break;
      case 'name':
        to.name = value;
        break;
      case 'group':
        to.group = value;
        break;
      case 'region':
        to.region = value;
        break;
      case 'industry':
        to.industry = value;
        break;
      case 'size':
        to.size = value;
        break;
      case 'founded':
        to.founded = value;
        break;
      case 'employees':
        to.employees = value;
        break;
      case 'revenue':
        to.revenue = value;
        break;
      case 'assets':
        to.assets = value;
        break;
      case 'liabilities':
        to.liabilities = value;
        break;
      case 'creditGrade':
        to.creditGrade = value;
        break;
      case 'labels':
        to.labels = value;
        break;
      case 'flags':
        to.flags = value;
        break;
      case 'banks':
        to.banks = value;
        break;
      case 'facts':
        to.facts = value;
        break;
    }
  }
}

function copyProject(to: Members<Project>, from: Project): void {
  for (const name in from) {
    const value = from[name as keyof Project] as never;
    switch (name) {
      case 'id':
        to.id = value;
        break;
      case 'name':
        to.name = value;
        break;
      case 'region':
        to.region = value;
        break;
      case 'industry':
        to.industry = value;
        break;
      case 'tier':
        to.tier = value;
        break;
      case 'investment':
        to.investment = value;
        break;
      case 'equipment':
        to.equipment = value;
        break;
      case 'ownFunds':
        to.ownFunds = value;
        break;
      case 'start':
        to.start = value;
        break;
      case 'completion':
        to.completion = value;
        break;
      case 'direction':
        to.direction = value;
        break;
      case 'lists':
        to.lists = value;
        break;
      case 'permits':
        to.permits = value;
        break;
      case 'facts':
        to.facts = value;
        break;
    }
  }
}

const blankNeed = (): Members<Need> => ({
  id: undefined,
  currency: undefined,
  amount: undefined,
  minimumAmount: undefined,
  termMonths: undefined,
  minimumTermMonths: undefined,
  purpose: undefined,
  start: undefined,
  repayment: undefined,
  collateral: undefined,
  enterprise: undefined,
  project: undefined,
  intendedBanks: undefined,
  facts: undefined,
});

const blankEnterprise = (): Members<Enterprise> => ({
  id: undefined,
  name: undefined,
  group: undefined,
  region: undefined,
  industry: undefined,
  size: undefined,
  founded: undefined,
  employees: undefined,
  revenue: undefined,
  assets: undefined,
  liabilities: undefined,
  creditGrade: undefined,
  labels: undefined,
  flags: undefined,
  banks: undefined,
  facts: undefined,
});

const blankProject = (): Members<Project> => ({
  id: undefined,
  name: undefined,
  region: undefined,
  industry: undefined,
  tier: undefined,
  investment: undefined,
  equipment: undefined,
  ownFunds: undefined,
  start: undefined,
  completion: undefined,
  direction: undefined,
  lists: undefined,
  permits: undefined,
  facts: undefined,
});
