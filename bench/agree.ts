/** Answers are compared before anything is timed: a fast wrong answer is none. */
export interface Answered<Answer> {
  readonly name: string;
  readonly answers: readonly Answer[];
}

/**
 * Throws unless both gave the same answer to every need that both were asked about.
 * `what` names the workload in the message.
 */
export function assertAgreement<Answer extends ArrayLike<unknown>>(
  what: string,
  rule: Answered<Answer>,
  other: Answered<Answer>,
): void {
  const common = Math.min(rule.answers.length, other.answers.length);
  if (common === 0) throw new Error(`${what}: ${other.name} and ${rule.name} share no need`);
  for (let need = 0; need < common; need++) {
    const expected: ArrayLike<unknown> = rule.answers[need] ?? [];
    const actual: ArrayLike<unknown> = other.answers[need] ?? [];
    const at = firstDifference(expected, actual);
    if (at === undefined) continue;
    throw new Error(
      `${what}: ${other.name} and ${rule.name} disagree on need ${need} at place ${at}: ` +
        `${String(actual[at])} instead of ${String(expected[at])} ` +
        `(${actual.length} and ${expected.length} entries)`,
    );
  }
}

function firstDifference(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number | undefined {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return at;
  return undefined;
}
