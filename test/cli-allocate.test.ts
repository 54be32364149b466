import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateReserve, illustrativeCatalog } from '../src/hubei/index.ts';
import { openCliRoom } from './cli-room.ts';

const { folder, put, fulcrum, remove } = openCliRoom();
const { needs } = generateReserve({ seed: 'hubei', count: 60 });
const banks = illustrativeCatalog.banks.map(({ id }) => ({ id, quota: '20000000' }));

beforeAll(() => {
  put('catalog.json', illustrativeCatalog);
  put('needs.ndjson', needs.map((need) => JSON.stringify(need)).join('\n'));
  put('limits.json', { banks, regions: [{ id: '4201', cap: '50000000' }] });
});
afterAll(remove);

const allocate = ['allocate', '--catalog', 'catalog.json', '--as-of', '2026-06-30'];
const full = [...allocate, '--needs', 'needs.ndjson', '--limits', 'limits.json'];

describe('fulcrum allocate', () => {
  test('says what is placed, where, by whom, who is left out and why, and how far it is proven', async () => {
    const { code, out, err } = await fulcrum([...full, '--lang', 'en']);
    expect(code).toBe(1);
    expect(err).toBe('60 of 60 needs read; 0 refused\n');
    for (const text of [
      'Placed: CNY',
      'By region',
      '4201 Wuhan City',
      'By bank',
      'worth of more',
      'CNY 1,000,000 more there is worth as much as',
      'Needs that got less than they asked',
      'only undetermined products: facts are missing',
      'proven bound on score-weighted money',
      'Checked independently: every limit is kept',
    ]) {
      expect(out).toContain(text);
    }
    expect(out).not.toMatch(/[\u4e00-\u9fff]/);
    expect((await fulcrum([...full, '--lang', 'en'])).out).toBe(out);
    const both = await fulcrum(full);
    expect(both.out).toContain('资金分配 Allocation');
  });

  test.each([
    [['--any-share'], 'Proven optimal'],
    [['--objective', 'coverage'], 'no allocation funds more than'],
    [['--objective', 'stable'], 'Stable: no need and product'],
    [['--objective', 'stable', '--indivisible'], 'Stable: no need and product'],
    [['--indivisible'], 'proven bound'],
    [['--max-lenders', '1'], 'proven bound'],
  ])('with %j', async (options, text) => {
    const { code, out } = await fulcrum([...full, ...options, '--lang', 'en']);
    expect(code).toBe(1);
    expect(out).toContain(text);
    expect(out).toContain('Checked independently');
  });

  test('speaks of quotas that are passed only where some are', async () => {
    const stable = [...full, '--objective', 'stable', '--lang', 'en', '--width', '200'];
    const parts = await fulcrum(stable);
    expect(parts.out).not.toContain('that whole needs pass');
    expect(parts.out).toContain('every limit is kept');
    const whole = await fulcrum([...stable, '--indivisible']);
    expect(whole.out).toMatch(/Quotas of products and banks that whole needs pass: \d+;/);
    expect(whole.out).not.toContain('every limit is kept');
    expect(whole.out).toContain('every other limit is kept');
  });

  test('tells machines everything, in border notation, and the sums agree', async () => {
    const { out } = await fulcrum([...full, '--format', 'json']);
    const answer = JSON.parse(out);
    const yuan = (list: readonly { placed: string }[]) =>
      list.reduce((sum, one) => sum + Number(one.placed), 0);
    expect(yuan(answer.banks)).toBe(Number(answer.placed));
    expect(yuan(answer.regions)).toBe(Number(answer.placed));
    for (const bank of answer.banks) expect(Number(bank.placed)).toBeLessThanOrEqual(20_000_000);
    expect(answer.needs).toBe(60);
    expect(answer.leftOut).toHaveLength(60 - answer.inFull);
    expect(answer.causes.reduce((sum: number, one: { needs: number }) => sum + one.needs, 0)).toBe(
      answer.leftOut.length,
    );
    expect(answer.verification.breaches).toEqual([]);
    expect(answer.certificate.kind).toBe('prices');
  });

  test('a quota that nobody states is unlimited, and it says so', async () => {
    const { out } = await fulcrum([...allocate, '--needs', 'needs.ndjson', '--lang', 'en']);
    expect(out).toMatch(/\d+ of 146 products state no quota/);
    expect(out).toContain('not stated');
  });

  test('ends with 0 where everybody gets all', async () => {
    const all = JSON.parse((await fulcrum([...full, '--format', 'json'])).out);
    const served = all.shares.map((share: { need: string }) => share.need);
    const left = all.leftOut.map((one: { need: string }) => one.need);
    const lucky = needs.filter(({ id }) => served.includes(id) && !left.includes(id));
    expect(lucky.length).toBeGreaterThan(0);
    const { code, out } = await fulcrum(
      allocate,
      lucky.map((need) => JSON.stringify(need)).join('\n'),
    );
    expect(code).toBe(0);
    expect(out).not.toContain('Needs that got less');
  });

  test('bad needs are named, and the others are served', async () => {
    const text = `${readFileSync(join(folder, 'needs.ndjson'), 'utf8')}\n{"id":"x","amount":"-1"}\n`;
    const { code, out, err } = await fulcrum([...allocate, '--format', 'json'], text);
    expect(code).toBe(2);
    expect(err).toContain(':61: amount: expected');
    expect(JSON.parse(out).refused).toHaveLength(1);
    expect(JSON.parse(out).needs).toBe(60);
  });

  test.each([
    [
      '{"banks":[{"id":"none"}]}',
      'limits-bad.json: banks[0].id: expected the id of one of the banks',
    ],
    ['{"banks":[{"id":"icbc","quota":"-5"}]}', 'banks[0].quota: expected'],
    ['{"banks":[{"id":"icbc","quota":"1.005"}]}', 'banks[0].quota: expected'],
    ['{"banks":[{"id":"icbc"},{"id":"icbc"}]}', 'banks[1].id: expected another id'],
    ['{"bank":[]}', 'bank'],
    ['{"concentration":{"client":0.1}}', 'concentration.client: expected a rate with its unit'],
    [
      '{"regions":[{"id":"4201","parent":"42"}]}',
      'regions["4201"].parent: expected the id of a listed',
    ],
    ['{"regions":[{"id":"42","parent":"42"}]}', 'does not lie within itself'],
    ['{"regions":[{"id":"4201","cap":"1","floor":"2"}]}', 'regions["4201"].floor'],
    ['{"pools":[{"id":"p","budget":"1","needs":["nobody"]}]}', 'pools.p.needs[0]: expected'],
    ['{"banks":[{"id":"icbc","floor":"9000000000000"}]}', 'banks.icbc.floor'],
    ['[', 'limits-bad.json'],
  ])('limits %s are refused with their place', async (text, message) => {
    put('limits-bad.json', text);
    const bad = [...allocate, '--needs', 'needs.ndjson', '--limits', 'limits-bad.json'];
    const { code, out, err } = await fulcrum(bad);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n {4}at /);
    expect(out).toBe('');
  });

  test.each([
    [['--objective', 'most'], 'expected one of welfare, coverage, stable'],
    [['--max-lenders', '0'], '--max-lenders: expected a whole number of 1'],
    [['--objective', 'stable', '--max-lenders', '2'], 'has no place'],
    [['--format', 'ndjson'], 'expected one of table, json'],
    [['--limits', 'gone.json'], 'gone.json: cannot be read'],
    [['--limits', '-', '--needs', '-'], 'standard input can be read once'],
  ])('%j is a wrong command line', async (options, message) => {
    const { code, err } = await fulcrum([...allocate, ...options]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('fulcrum allocate, asked in Chinese', () => {
  const latin = /expected|saw|minor units|needs read/;
  const asked = async (limits: unknown, ...more: readonly string[]) => {
    put('asked.json', limits);
    return fulcrum([
      ...[...allocate, '--needs', 'needs.ndjson', '--limits', 'asked.json'],
      ...more,
    ]);
  };
  const floors = { banks: banks.map((one) => ({ ...one, floor: '20000000' })) };

  test('speaks of floors in yuan, in the language that is asked for', async () => {
    const chinese = await asked(floors, '--lang', 'zh');
    expect(chinese.code).toBe(2);
    expect(chinese.err).toContain(
      '应为能够满足的下限：与其他下限并存时至多 0 元，即减少 2,000 万元；实际为 2,000 万元',
    );
    expect(chinese.err).not.toMatch(latin);
    const english = await asked(floors, '--lang', 'en');
    expect(english.err).toContain(
      'expected a floor that can be met: at most CNY 0 beside the others, CNY 20,000,000 less; saw CNY 20,000,000',
    );
    expect(english.err).not.toContain('minor units');
  });

  test.each<[string, unknown]>([
    ['应为不高于上限的下限；实际为 20 元', { regions: [{ id: '4201', cap: '10', floor: '20' }] }],
    ['应为不高于该地区需求申请总额', { regions: [{ id: '4202', floor: '90000000000' }] }],
    ['应为目录中银行的编号；实际为 "nobody"', { banks: [{ id: 'nobody', quota: '1' }] }],
    ['应为与 regions[0] 不同的编号', { regions: [{ id: '4201' }, { id: '4201' }] }],
    ['应为至多两位小数的金额', { banks: [{ id: 'icbc', quota: 'much' }] }],
    ['应为一个列表', { banks: 7 }],
  ])('says %s', async (text, limits) => {
    const { code, err } = await asked(limits, '--lang', 'zh');
    expect([code, err.includes(text) ? text : err]).toEqual([2, text]);
    expect(err).not.toMatch(latin);
  });

  test('writes amounts in sentences as in tables, and no limit is full that has room', async () => {
    const counted = banks.map((one) => ({ ...one, capital: '30000000', maximumCount: 2 }));
    const pools = [{ id: 'fund', budget: '9000000' }];
    const limits = { banks: counted, pools, concentration: { client: '10%' } };
    const { out, err } = await asked(limits, '--lang', 'zh');
    expect(out).toContain('专项资金 fund 的额度 900 万元已全部使用。每增加 100 万元，');
    expect(err).toBe('共 60 项需求，读取 60 项，拒绝 0 项\n');
    const { limits: told } = JSON.parse((await asked(limits, '--format', 'json')).out) as {
      limits: readonly { used: string; cap: string; price: number }[];
    };
    for (const { price } of told) expect(price).toBeLessThanOrEqual(100_000_000);
  });
});
