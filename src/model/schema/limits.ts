import type {
  AllocationBank,
  AllocationGuarantor,
  AllocationLimits,
  AllocationPool,
  AllocationRegion,
  ConcentrationLimit,
  ProductLimit,
} from '../limits.ts';
import { list, object, optional, type Schema } from './kit.ts';
import { boolean, id, integer, money, region, share } from './leaves.ts';

/** Largest count that a limit may state; beyond it, it limits nothing. */
const COUNT_LIMIT = 1_000_000_000;
/** A guarantor stands for ten times its capital by rule; a thousand is a slip. */
const MULTIPLE_LIMIT = 1000;

const count: Schema<number> = integer(0, COUNT_LIMIT);

const lender = {
  id,
  quota: optional(money),
  floor: optional(money),
  maximumCount: optional(count),
};

const product: Schema<ProductLimit> = object<ProductLimit>({
  ...lender,
  minimumTicket: optional(money),
});

const bank: Schema<AllocationBank> = object<AllocationBank>({
  ...lender,
  capital: optional(money),
});

const regionLimit: Schema<AllocationRegion> = object<AllocationRegion>({
  id: region,
  parent: optional(region),
  cap: optional(money),
  floor: optional(money),
  maximumCount: optional(count),
  reverts: optional(boolean),
});

const ids: Schema<readonly string[]> = list(id, { expected: 'a list of identifiers' });

const scope = {
  products: optional(ids),
  banks: optional(ids),
  needs: optional(ids),
  regions: optional(list(region, { expected: 'a list of division codes' })),
};

const pool: Schema<AllocationPool> = object<AllocationPool>({ ...scope, id, budget: money });

const guarantor: Schema<AllocationGuarantor> = object<AllocationGuarantor>({
  ...scope,
  id,
  capital: money,
  multiple: integer(0, MULTIPLE_LIMIT),
});

const concentration: Schema<ConcentrationLimit> = object<ConcentrationLimit>({
  client: optional(share),
  group: optional(share),
});

export const limitsSchema: Schema<AllocationLimits> = object<AllocationLimits>({
  products: optional(list(product, { expected: 'a list of limits on products' })),
  banks: optional(list(bank, { expected: 'a list of limits on banks' })),
  regions: optional(list(regionLimit, { expected: 'a list of limits on regions' })),
  pools: optional(list(pool, { expected: 'a list of pools' })),
  guarantors: optional(list(guarantor, { expected: 'a list of guarantors' })),
  concentration: optional(concentration),
});
