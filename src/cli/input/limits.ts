import { isLeft } from 'fp-ts/Either';
import type { AllocationLimits } from '../../model/index.ts';
import { parseLimits } from '../../schema.ts';
import type { Io } from '../io.ts';
import { readDocument } from './document.ts';
import type { Refusal } from './refusal.ts';
import { sourceName } from './source.ts';

/** Limits on an allocation, or why there are none. */
export type LimitsResult =
  | { readonly kind: 'limits'; readonly limits: AllocationLimits }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Reads limits; no path means none. Throws InputError when the file cannot be read. */
export async function readLimits(io: Io, path: string | undefined): Promise<LimitsResult> {
  if (path === undefined) return { kind: 'limits', limits: {} };
  const document = await readDocument(io, path);
  if (document.kind === 'refused') return document;
  const parsed = parseLimits(document.value);
  if (isLeft(parsed)) {
    return { kind: 'refused', refusal: { file: sourceName(path), issues: parsed.left } };
  }
  return { kind: 'limits', limits: parsed.right };
}
