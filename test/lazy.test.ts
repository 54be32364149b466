import { expect, test } from 'vitest';
import { compileCatalog, match } from '../src/index.ts';
import { lazyMembers } from '../src/units/lazy.ts';
import type { Money } from '../src/units/money.ts';
import { AS_OF, catalogOf } from './world.ts';

const counted = lazyMembers<{ readonly twice: number }, { value: number; reads: number }>({
  twice: (state) => {
    state.reads += 1;
    return state.value * 2;
  },
});

test('nothing is computed before it is read', () => {
  const state = { value: 4, reads: 0 };
  const record = counted({ name: 'four' }, state);
  expect(Object.keys(record)).toEqual(['name', 'twice']);
  expect(state.reads).toBe(0);
  expect(record.twice).toBe(8);
  expect(state.reads).toBe(1);
});

test('copies, clones and prints are plain data; a wrapper and an heir read the same', () => {
  const record = counted({ name: 'four' }, { value: 4, reads: 0 });
  const plain = { name: 'four', twice: 8 };
  expect({ ...record }).toStrictEqual(plain);
  expect(structuredClone(record)).toStrictEqual(plain);
  expect(JSON.parse(JSON.stringify(record))).toStrictEqual(plain);
  expect(record).toEqual(plain);
  expect(new Proxy(record, {}).twice).toBe(8);
  expect(Object.create(record).twice).toBe(8);
});

test('an offer of a match is cloned whole, details and all', () => {
  const catalog = compileCatalog(catalogOf([{ id: 'p', bank: 'bank-1' }]), { asOf: AS_OF });
  const need = {
    id: 'n',
    amount: 1_000_000_00 as Money,
    termMonths: 12,
    enterprise: { id: 'e' },
  };
  const { offers, undetermined } = match(catalog, need);
  const all = [...offers, ...undetermined];
  expect(all.length).toBe(1);
  for (const offer of all) {
    const clone = structuredClone(offer);
    expect(clone).toEqual(offer);
    expect(clone.details.score.total).toBe(offer.score.total);
  }
});
