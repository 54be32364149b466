import { type Either, left, right } from 'fp-ts/Either';
import { createIssue, type Issue } from '../../units/issue.ts';
import { readOrThrow } from '../../units/unreadable.ts';
import { type CatalogDocument, FORMAT_VERSION } from '../catalog.ts';
import { type FactLayout, keepNeed } from '../facts/index.ts';
import type { Field } from '../field.ts';
import { inspect, withoutUndefined } from '../guard.ts';
import type { AllocationLimits } from '../limits.ts';
import type { Need, Project } from '../need.ts';
import type { Product } from '../product.ts';
import { catalogSchema, catalogSchemaFor, productSchemaFor, VERSION_COMPLAINT } from './catalog.ts';
import { joinIssues, toIssue } from './issues.ts';
import { isObject, print, run, type Schema } from './kit.ts';
import { limitsSchema } from './limits.ts';
import { needSchemas } from './need.ts';

/** What a catalog knows and a need alone does not. */
export interface NeedOptions {
  /** The catalog's declared fields. Pass the same list each time: its schema is made once. */
  readonly fields?: readonly Field[];
}

/** Reads a catalog; the issues are all those of the document. O(n) in its size. */
export function parseCatalog(json: unknown): Either<readonly Issue[], CatalogDocument> {
  return read(json, catalogSchemaFor, isOtherVersion);
}

/**
 * Reads one financing request; the issues are all those of the document. The need is frozen, with all
 * that it holds: what readers ask of it is computed here, once, and kept beside it. A copy is free, and
 * is read anew.
 */
export function parseNeed(
  json: unknown,
  options: NeedOptions = {},
): Either<readonly Issue[], Need> {
  let layout: FactLayout | undefined;
  const parsed = read(json, () => {
    const schemas = needSchemas(options.fields);
    layout = schemas.layout;
    return schemas.need;
  });
  if (parsed._tag === 'Right' && layout !== undefined) keepNeed(parsed.right, layout);
  return parsed;
}

/** Reads a project that stands alone. */
export function parseProject(
  json: unknown,
  options: NeedOptions = {},
): Either<readonly Issue[], Project> {
  return read(json, () => needSchemas(options.fields).project);
}

/**
 * Reads one product, for `updateCatalog`; `options` as for `parseNeed`. Whether its bank and its
 * benchmarks are there is for the catalog to say that it is put into.
 */
export function parseProduct(
  json: unknown,
  options: NeedOptions = {},
): Either<readonly Issue[], Product> {
  return read(json, () => productSchemaFor(options.fields));
}

/** Reads limits on an allocation: their form alone; whether ids are known shows at the allocation. */
export function parseLimits(json: unknown): Either<readonly Issue[], AllocationLimits> {
  return read(json, () => limitsSchema);
}

/** The catalog as a JSON document: equal catalogs print alike. Throws TypeError for a broken one. */
export function printCatalog(document: CatalogDocument): unknown {
  return readOrThrow('printCatalog', 'a document as parseCatalog returns it', () =>
    print(catalogSchema(document.fields), document),
  );
}

/** The need as a JSON document; `options` as for `parseNeed`. */
export function printNeed(need: Need, options: NeedOptions = {}): unknown {
  return readOrThrow('printNeed', 'a need as parseNeed returns it', () =>
    print(needSchemas(options.fields).need, need),
  );
}

/** The project as a JSON document; `options` as for `parseProject`. */
export function printProject(project: Project, options: NeedOptions = {}): unknown {
  return readOrThrow('printProject', 'a project as parseProject returns it', () =>
    print(needSchemas(options.fields).project, project),
  );
}

/** The limits as a JSON document. */
export function printLimits(limits: AllocationLimits): unknown {
  return readOrThrow('printLimits', 'limits as parseLimits returns them', () =>
    print(limitsSchema, limits),
  );
}

/** The guard first, then the schema; what the guard said of a place is not said again. */
function read<T>(
  json: unknown,
  schemaFor: (input: unknown) => Schema<T>,
  isForeign: (input: unknown) => boolean = () => false,
): Either<readonly Issue[], T> {
  const guarded = inspect(json);
  if (!guarded.safe) return left(guarded.issues);
  const input = guarded.hasUndefined ? withoutUndefined(json) : json;
  // Another format has other keys: to list them all as unknown would help nobody.
  if (isForeign(input)) return left([toIssue(VERSION_COMPLAINT, ['formatVersion'], input)]);
  const schema = orNone(() => schemaFor(input));
  if (schema === undefined) return left([createIssue(OPTIONS_FAULT, ['options'])]);
  const { value, issues } = run(schema, input);
  if (issues.length === 0 && guarded.issues.length === 0) return right(value as T);
  return left(joinIssues(guarded.issues, issues, input));
}

const OPTIONS_FAULT = {
  code: 'type',
  expected: 'options as an object, with "fields" as a catalog declares them',
} as const;

/** Options of callers without types may hold anything. */
function orNone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function isOtherVersion(input: unknown): boolean {
  if (!isObject(input)) return false;
  const version = input['formatVersion'];
  return Number.isInteger(version) && version !== FORMAT_VERSION;
}
