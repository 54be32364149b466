import { RESERVE_AS_OF } from '../../src/hubei/index.ts';
import type { CatalogDocument, Field, Need } from '../../src/index.ts';
import { formatPath, type Issue } from '../../src/index.ts';
import { parseCatalog, parseNeed } from '../../src/schema.ts';

/** A catalog and the needs that are held against it, both as applications have them: parsed. */
export interface Workload {
  readonly name: string;
  /** One line for the table and the JSON. */
  readonly what: string;
  readonly document: CatalogDocument;
  readonly needs: readonly Need[];
}

/** How large a workload is. */
export interface Size {
  readonly products: number;
  readonly needs: number;
}

/** The day of every benchmark: the generated reserve lies around it. */
export const AS_OF = RESERVE_AS_OF;

/** The seed of everything that is generated: the same questions on every machine, in every run. */
export const SEED = 'bench-1';

/** A generated document that its own library refuses is a mistake of the generator. */
export function parsedCatalog(json: unknown): CatalogDocument {
  const parsed = parseCatalog(json);
  if (parsed._tag === 'Left') throw new Error(`catalog: ${complaintOf(parsed.left)}`);
  return parsed.right;
}

export function parsedNeed(json: unknown, fields: readonly Field[]): Need {
  const parsed = parseNeed(json, { fields });
  if (parsed._tag === 'Left') throw new Error(`need: ${complaintOf(parsed.left)}`);
  return parsed.right;
}

function complaintOf(issues: readonly Issue[]): string {
  const [first] = issues;
  if (first === undefined) return 'refused without an issue';
  return `${issues.length} issues, the first at ${formatPath(first.path)}: ${first.message}`;
}
