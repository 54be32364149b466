import { type Day, monthsBetween } from '../../units/day.ts';
import { tieSeed } from '../../units/tie.ts';
import { type Field, type FieldValue, type Subject, subjectOf } from '../field.ts';
import type { Enterprise, Facts, Label, Need, Project, SizeClass } from '../need.ts';
import { classifySize } from '../size.ts';
import { STANDARD_FIELDS } from '../standard-fields.ts';
import { copyNeed, createNeedCopy, type FactSubjects } from './need-copy.ts';
import { type FactContext, LASTING_FACTS, labelsInForce } from './standard.ts';

/** Where facts stand in the list that is kept of a need: standard ones, then declared ones. */
export interface FactLayout {
  /** By name of a declared field. */
  readonly places: ReadonlyMap<string, number>;
  /** By name of the member in the records of facts. */
  readonly need: ReadonlyMap<string, number>;
  readonly enterprise: ReadonlyMap<string, number>;
  readonly project: ReadonlyMap<string, number>;
  /** The facts of whom nothing is known; one more at the end, of all fields that are not laid out. */
  readonly nothing: readonly (FieldValue | undefined)[];
}

/** Labels and the days on which all of them are in force, both included. */
interface LabelList {
  readonly labels: readonly Label[];
  readonly ids: readonly string[];
  readonly from: number;
  readonly to: number;
}

/**
 * What is kept beside a need that the border made, for readers that see many: the members that stages
 * read of it, and all its facts that hang on no catalog. It is of one shape and lies in few pieces, where
 * the need is of one of hundreds and lies in some twenty: so it is its own enterprise and project, too.
 * Members that only facts are read from are absent.
 */
export interface KeptNeed extends Need {
  readonly banks: Enterprise['banks'];
  readonly investment: Project['investment'];
  /** `tieSeed` without a seed. */
  readonly unseeded: number;
  /** By place of the layout; unset where a fact hangs on the day or a rule: see `PASSING_FACTS`. */
  readonly lasting: readonly (FieldValue | undefined)[];
  readonly layout: FactLayout;
  readonly size: SizeClass | undefined;
  /** The class that the size rule gives, where none is stated. */
  readonly sizeByRule: SizeClass | undefined;
  readonly founded: Day | undefined;
  readonly labels: LabelList | undefined;
  readonly flags: LabelList | undefined;
}

/** Nobody but this file sees it: what is kept of a need can neither be forged nor copied with it. */
const kept = new WeakMap<Need, KeptNeed>();

/** What is kept of a need; `undefined`: the border did not make it. Anything can be given. */
export function keptNeed(need: Need): KeptNeed | undefined {
  return kept.get(need);
}

/** One copy to work with. */
const copy = createNeedCopy();

/**
 * Freezes a need that nobody else holds yet, to the last list in it, and keeps what readers ask of it.
 * It must be one: that is not asked again.
 */
export function keepNeed(need: Need, layout: FactLayout): Need {
  copyNeed(copy, need);
  freezeNeed(need, copy);
  kept.set(need, extract(copy, layout));
  return need;
}

function extract(subjects: FactSubjects, layout: FactLayout): KeptNeed {
  const { need, enterprise, project } = subjects;
  const { id, currency, amount, minimumAmount, termMonths, start, repayment, collateral } = need;
  const { banks, size, founded, labels, flags } = enterprise;
  const own = {
    id,
    currency,
    amount,
    minimumAmount,
    termMonths,
    start,
    repayment,
    collateral,
    banks,
    investment: project?.investment,
    enterprise: undefined as object | undefined,
    project: undefined as object | undefined,
    unseeded: tieSeed('', id),
    lasting: lastingFacts(subjects, layout),
    layout,
    size,
    sizeByRule: size === undefined ? classifySize(enterprise) : size,
    founded,
    labels: labelList(labels),
    flags: labelList(flags),
  };
  own.enterprise = own;
  own.project = own;
  return own as unknown as KeptNeed;
}

/** The layout of standard fields and declared ones. */
export function layoutOf(declared: readonly Field[]): FactLayout {
  // A list that was made by hand may name a field twice.
  const names = new Set(declared.map(({ name }) => name));
  const places = new Map(Array.from(names, (name, i) => [name, STANDARD_FIELDS.length + i]));
  const membersOf = (subject: Subject) => {
    const own = [...places].filter(([name]) => subjectOf(name) === subject);
    return new Map(own.map(([name, place]) => [name.slice(subject.length + 1), place]));
  };
  return {
    places,
    need: membersOf('need'),
    enterprise: membersOf('enterprise'),
    project: membersOf('project'),
    nothing: Array.from({ length: STANDARD_FIELDS.length + places.size + 1 }, () => undefined),
  };
}

/** Where the fact of a field stands in a layout. */
export function placeInLayout({ places, nothing }: FactLayout, fieldName: string): number {
  return STANDARD_PLACES.get(fieldName) ?? places.get(fieldName) ?? nothing.length - 1;
}

const STANDARD_PLACES: ReadonlyMap<string, number> = new Map(
  STANDARD_FIELDS.map(({ name }, place) => [name, place]),
);

const LASTING = Array.from(LASTING_FACTS, ([name, read]) => ({
  place: STANDARD_PLACES.get(name) as number,
  read,
}));

/** These facts hang on nothing. */
const NO_CONTEXT = {} as FactContext;

function lastingFacts(
  subjects: FactSubjects,
  layout: FactLayout,
): readonly (FieldValue | undefined)[] {
  const { need, enterprise, project } = subjects;
  const facts = layout.nothing.slice();
  for (const { place, read } of LASTING) facts[place] = read(subjects, NO_CONTEXT);
  addDeclared(facts, need.facts, layout.need);
  addDeclared(facts, enterprise.facts, layout.enterprise);
  addDeclared(facts, project?.facts, layout.project);
  return facts;
}

function addDeclared(
  facts: (FieldValue | undefined)[],
  record: Facts | undefined,
  places: ReadonlyMap<string, number>,
): void {
  for (const member in record) {
    const place = places.get(member);
    if (place !== undefined) facts[place] = record[member];
  }
}

/** Reads a fact of a kept need that hangs on the day or on a rule. */
export type PassingReader = (kept: KeptNeed, context: FactContext) => FieldValue | undefined;

/** All of these, by the name of the field: the same facts as `STANDARD_FACTS` computes. */
export const PASSING_FACTS: ReadonlyMap<string, PassingReader> = new Map<string, PassingReader>([
  [
    'enterprise.size',
    ({ size, sizeByRule }, { sizeRule }) => (sizeRule === undefined ? size : sizeByRule),
  ],
  [
    'enterprise.ageMonths',
    ({ founded }, { asOf }) => (founded === undefined ? undefined : monthsBetween(founded, asOf)),
  ],
  ['enterprise.labels', ({ labels }, { asOf }) => idsInForce(labels, asOf)],
  ['enterprise.flags', ({ flags }, { asOf }) => idsInForce(flags, asOf)],
]);

const NO_LABELS: LabelList = {
  labels: [],
  ids: [],
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
};

function labelList(labels: readonly Label[] | undefined): LabelList | undefined {
  if (labels === undefined) return undefined;
  let { from, to } = NO_LABELS;
  if (labels.length === 0) return NO_LABELS;
  for (const label of labels) {
    from = Math.max(from, label.from ?? from);
    to = Math.min(to, label.to ?? to);
  }
  return { labels, ids: labels.map(({ id }) => id), from, to };
}

/** The labels of a list that are in force on a day; most lists are on most days as they stand. */
function idsInForce(list: LabelList | undefined, asOf: Day): readonly string[] | undefined {
  if (list === undefined) return undefined;
  const { labels, ids, from, to } = list;
  return from <= asOf && asOf <= to ? ids : labelsInForce(labels, asOf);
}

function freezeNeed(need: Need, { need: own, enterprise, project }: FactSubjects): void {
  Object.freeze(own.repayment);
  freezeItems(own.collateral);
  Object.freeze(own.intendedBanks);
  freezeFacts(own.facts);
  freezeEnterprise(need.enterprise, enterprise);
  if (project !== undefined) freezeProject(need.project, project);
  Object.freeze(need);
}

function freezeEnterprise(enterprise: Enterprise, own: Enterprise): void {
  Object.freeze(own.name);
  freezeItems(own.labels);
  freezeItems(own.flags);
  freezeItems(own.banks);
  freezeFacts(own.facts);
  Object.freeze(enterprise);
}

function freezeProject(project: Project | undefined, own: Project): void {
  Object.freeze(own.name);
  Object.freeze(own.lists);
  Object.freeze(own.permits);
  freezeFacts(own.facts);
  Object.freeze(project);
}

function freezeItems(items: readonly object[] | undefined): void {
  if (items === undefined) return;
  for (const item of items) Object.freeze(item);
  Object.freeze(items);
}

/** A fact may be a list. */
function freezeFacts(facts: Facts | undefined): void {
  for (const member in facts) Object.freeze(facts[member]);
  Object.freeze(facts);
}
