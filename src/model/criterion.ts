/** What every criterion may carry. */
export interface CriterionTags {
  /** Stable code for reasons and statistics; absent: made of field and operator. */
  readonly code?: string;
  /** The clause of the text that the condition comes from. */
  readonly clause?: string;
  /** `false`: a preference, which never rejects and only costs points. Absent: a hard condition. */
  readonly hard?: false;
}

/** Hierarchical codes: the fact lies in (outside) one of the subtrees. */
export interface CodeCriterion extends CriterionTags {
  readonly operator: 'within' | 'notWithin';
  readonly field: string;
  readonly operands: readonly string[];
}

/** Membership of an enum, a boolean (operands `"true"`, `"false"`) or an exact code. */
export interface MemberCriterion extends CriterionTags {
  readonly operator: 'in' | 'notIn';
  readonly field: string;
  readonly operands: readonly string[];
}

/** A number between two ends, both included; an absent end is open. At least one is there. */
export interface RangeCriterion extends CriterionTags {
  readonly operator: 'range';
  readonly field: string;
  readonly min?: number;
  readonly max?: number;
}

/** What a set contains. */
export interface SetCriterion extends CriterionTags {
  readonly operator: 'hasAny' | 'hasAll' | 'hasNone';
  readonly field: string;
  readonly operands: readonly string[];
}

/** Prose that only the knower can judge: always unknown. */
export interface AskCriterion extends CriterionTags {
  readonly operator: 'ask';
  readonly text: string;
}

export interface GroupCriterion extends CriterionTags {
  readonly operator: 'all' | 'any';
  readonly criteria: readonly Criterion[];
}

export interface NotCriterion extends CriterionTags {
  readonly operator: 'not';
  readonly criterion: Criterion;
}

/** A criterion over one field. */
export type LeafCriterion = CodeCriterion | MemberCriterion | RangeCriterion | SetCriterion;

/** One testable condition, three-valued: pass, fail, or unknown where a fact is missing. */
export type Criterion = LeafCriterion | AskCriterion | GroupCriterion | NotCriterion;
