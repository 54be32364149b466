/** The schemas cannot drift from the interfaces: a member more, less or other does not compile. */
import { expectTypeOf, test } from 'vitest';
import type { Bank } from '../src/model/index.ts';
import { list, object, optional, type Schema } from '../src/model/schema/kit.ts';
import { id, money, name, source } from '../src/model/schema/leaves.ts';

const shape = {
  id,
  name: optional(name),
  labels: optional(list(id)),
  quota: optional(money),
  singleClientLimit: optional(money),
  source: optional(source),
};

test('a shape has every member of its interface', () => {
  expectTypeOf(object<Bank>(shape)).toEqualTypeOf<Schema<Bank>>();
  // @ts-expect-error the interface has gained a member
  object<Bank & { readonly extra?: string }>(shape);
  // @ts-expect-error the member may not be absent
  object<Bank>({ ...shape, id: optional(id) });
  // @ts-expect-error the member may be absent
  object<Bank>({ ...shape, quota: money });
  // @ts-expect-error the member is no text
  object<Bank>({ ...shape, quota: optional(id) });
});
