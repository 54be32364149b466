import type { Name, Source } from './common.ts';
import type { Field } from './field.ts';
import type { Bank, Benchmark, Product } from './product.ts';
import type { ScoringProfile } from './profile.ts';
import type { Programme } from './programme.ts';

/** The document format that this version reads and writes. */
export const FORMAT_VERSION = 1;

/** Everything that needs are matched against: one document, one currency. */
export interface CatalogDocument {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly id: string;
  readonly name?: Name;
  /** ISO 4217. */
  readonly currency: string;
  /** For all that carries no source of its own. */
  readonly source?: Source;
  /** Said wherever results of this catalog are shown, such as that it is illustrative. */
  readonly notice?: Name;
  /** `CN-2011`: a size class that is not stated follows from 工信部联企业〔2011〕300号. */
  readonly sizeRule?: 'CN-2011';
  /** Fields beside the standard ones. */
  readonly fields?: readonly Field[];
  readonly benchmarks?: readonly Benchmark[];
  readonly banks: readonly Bank[];
  readonly products: readonly Product[];
  readonly programmes?: readonly Programme[];
  readonly profiles?: readonly ScoringProfile[];
}
