import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { illustrativeCatalog } from '../src/hubei/index.ts';
import { openCliRoom } from './cli-room.ts';

const { folder, put, fulcrum, remove } = openCliRoom();
const need = (members: object) => ({
  id: 'n-1',
  amount: '12000000',
  termMonths: 36,
  purpose: 'equipment-renewal',
  enterprise: { id: 'e' },
  ...members,
});

beforeAll(() => {
  put('catalog.json', illustrativeCatalog);
});
afterAll(remove);

const match = ['match', '--catalog', 'catalog.json', '--as-of', '2026-06-30'];

describe('fulcrum', () => {
  test('demo says the same bytes twice, writes its files, and its next steps work', async () => {
    const demo = ['demo', '--needs', '40', '--out', 'demo'];
    const [first, second] = [await fulcrum(demo), await fulcrum(demo)];
    expect(first.code).toBe(0);
    expect(second.out).toBe(first.out);
    expect(
      readFileSync(join(folder, 'demo/results.ndjson'), 'utf8').trim().split('\n'),
    ).toHaveLength(40);
    const next = first.out.split('\n').filter((line) => line.startsWith('  fulcrum '));
    expect(next).toHaveLength(3);
    for (const line of next) {
      const { code, out } = await fulcrum(line.trim().split(' ').slice(1));
      expect([0, 1]).toContain(code);
      expect(out).toContain('演示');
    }
  });

  test('match processes the good records of a bad input and names every fault', async () => {
    const lines = [
      JSON.stringify(need({})),
      '{"id": "cut"',
      JSON.stringify(need({ id: 'n-2', amount: '-5', start: '2025-02-30', sprad: 1 })),
      '{"id":"n-3","amount":"1","termMonths":1,"enterprise":{"id":"e","__proto__":{}}}',
      '',
      JSON.stringify(need({})),
      `${JSON.stringify(need({ id: 'n-4' }))}\r`,
      '{"id":"n-5","amount":"1","termMonths":1,"enterprise":{"id":"\\ud800"}}',
    ];
    const { code, out, err } = await fulcrum([...match, '--format', 'ndjson'], lines.join('\n'));
    expect(code).toBe(2);
    const records = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.filter((one) => one.needId !== undefined).map((one) => one.needId)).toEqual([
      'n-1',
      'n-4',
    ]);
    for (const place of [
      ':2:',
      ':3: amount',
      ':3: start',
      ':3: sprad',
      ':4: enterprise.__proto__',
      ':6: id',
      ':8: enterprise.id',
    ]) {
      expect(err).toContain(place);
    }
    expect(err).not.toMatch(/\n {4}at /);
    expect(err).toContain('2 of 7 needs read; 5 refused');
  });

  test('limits of a client are amounts, and what nobody publishes is asked by its name', async () => {
    put('small.json', {
      formatVersion: 1,
      id: 's',
      currency: 'CNY',
      banks: [{ id: 'b', singleClientLimit: '50000' }, { id: 'c' }],
      products: [
        { id: 'p', bank: 'b', rate: { fixed: '3%' } },
        { id: 'q', bank: 'c' },
      ],
    });
    const small = ['--catalog', 'small.json', '--as-of', '2026-06-30'];
    const banks = [{ bank: 'b', outstanding: '49000' }];
    const json = JSON.stringify(need({ enterprise: { id: 'e', banks } }));
    const explain = ['explain', ...small, '--need', '-', '--product', 'p', '--lang', 'en'];
    expect((await fulcrum(explain, json)).out).toMatch(
      />= CNY 12,000,000 +CNY 1,000 +CNY 11,999,000/,
    );
    const asked = await fulcrum(['match', ...small, '--lang', 'zh'], json);
    expect(asked.out).toMatch(/1 +对应的公布利率 +银行/);
  });

  test('a line of 50 MB is refused, and the next one is read', async () => {
    function* chunks() {
      yield Buffer.from('{"id":"');
      for (let megabyte = 0; megabyte < 50; megabyte++) yield Buffer.alloc(1_000_000, 'x');
      yield Buffer.from(`"}\n${JSON.stringify(need({}))}\n`);
    }
    const { code, out, err } = await fulcrum([...match, '--format', 'ndjson'], chunks());
    expect(code).toBe(2);
    expect(err).toMatch(/:1: .*at most/);
    expect(out).toContain('"needId":"n-1"');
  });

  test.each([
    [['match', '--catalog', 'catalog.json'], '--as-of'],
    [
      ['match', '--catalog', 'none.json', '--as-of', '2026-06-30'],
      'none.json: cannot be read: no such file',
    ],
    [['match', '--catalog', '.', '--as-of', '2026-06-30'], 'is a directory'],
    [['match', '--catalog', 'catalog.json', '--as-of', '2025-02-30'], 'as-of'],
    [['match', '--catalgo', 'x'], 'unknown option --catalgo'],
    [['dock'], 'unknown command dock'],
    [
      [
        'explain',
        '--catalog',
        'catalog.json',
        '--need',
        '-',
        '--product',
        'none',
        '--as-of',
        '2026-06-30',
      ],
      'none',
    ],
    [['import', 'cdr', 'none'], 'none: cannot be read: no such file'],
    [['import', 'xml', '.'], 'xml'],
  ])('%j ends with 2 and says why', async (argv, message) => {
    const { code, err } = await fulcrum(argv as string[], JSON.stringify(need({})));
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('check counts records; a catalog with a fault is refused with its path', async () => {
    const broken = {
      formatVersion: 1,
      id: 'b',
      currency: 'CNY',
      banks: [],
      products: [{ id: 'p', bank: 'gone', rate: { fixed: 3.45 } }],
    };
    put('broken.json', broken);
    const { code, err } = await fulcrum(['check', 'broken.json']);
    expect(code).toBe(2);
    expect(err).toContain('products[0].bank');
    expect(err).toContain('products[0].rate.fixed: expected a rate with its unit');
    expect((await fulcrum(['check', 'catalog.json'])).code).toBe(1);
  });
});
