import { shortJson } from '../../units/issue.ts';

/**
 * What an import could not carry over as it stood: `prose` became a question, `missing` was not
 * there, `malformed` could not be read, `out-of-range` could not be true, `unsupported` has no place
 * in our model, `assumed` was read with a reading that the file does not state.
 */
export type LossKind =
  | 'prose'
  | 'missing'
  | 'malformed'
  | 'out-of-range'
  | 'unsupported'
  | 'assumed';

export const LOSS_KINDS: readonly LossKind[] = [
  'prose',
  'missing',
  'malformed',
  'out-of-range',
  'unsupported',
  'assumed',
];

/** One thing lost, with its place in the file. Plain JSON. */
export interface Loss {
  readonly path: string;
  readonly kind: LossKind;
  /** The part of the product: `eligibility`, `lendingRates`, `fees` ... */
  readonly member: string;
  readonly seen?: string;
  readonly note: string;
}

/** Collects the losses of one file. */
export interface LossBook {
  readonly losses: readonly Loss[];
  add(kind: LossKind, path: string, note: string, seen?: unknown): void;
}

export function createLossBook(): LossBook {
  const losses: Loss[] = [];
  return {
    losses,
    add(kind, path, note, seen) {
      const member = path.split(/[.[]/, 1)[0] ?? path;
      const shown = seen === undefined ? {} : { seen: shortJson(seen) };
      losses.push({ path, kind, member, note, ...shown });
    },
  };
}
