import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateReserve, illustrativeCatalog } from '../src/hubei/index.ts';
import { openCliRoom } from './cli-room.ts';

const { folder, put, fulcrum, remove } = openCliRoom();
const HAN = /\p{Script=Han}/u;
/** Two English words beside each other: no id and no path looks like this. */
const PROSE = /[A-Za-z]{3,} [a-z]{2,}/;

const small = {
  formatVersion: 1,
  id: 's',
  currency: 'CNY',
  banks: [{ id: 'b' }],
  products: [{ id: 'p', bank: 'b', rate: { fixed: '3%' }, criteria: [{ ask: '是否受理？' }] }],
};
const need = { id: 'n', amount: '10000', termMonths: 1, enterprise: { id: 'e' } };

beforeAll(() => {
  put('catalog.json', illustrativeCatalog);
  put('small.json', small);
  put('need.json', need);
  put('bad.json', {
    ...need,
    id: '',
    purpos: 'x',
    amount: '-5',
    termMonths: 0.5,
    start: 'May',
    repayment: [],
    collateral: [{ type: 'machinery', value: 'much' }],
    enterprise: {
      id: 'e',
      region: 'x',
      industry: '?',
      size: 'big',
      creditGrade: 7,
      founded: '2025-02-30',
    },
    project: { id: 'p', facts: { share: '1' } },
  });
  put('broken.json', '{"id": "n",}');
  put('catalog-bad.json', {
    ...small,
    formatVersion: 2,
    currency: 'yuan',
    products: [
      { id: 'p', bank: 'c', rate: { fixed: 3 }, criteria: [{ field: 'need.x', in: ['a'] }, {}] },
    ],
  });
  mkdirSync(join(folder, 'cdr'));
  put('cdr/text.json', { data: { productId: 'P' } });
  // 你 in GBK.
  writeFileSync(
    join(folder, 'cdr/gbk.json'),
    Buffer.from('{"data":{"name":"\xc4\xe3"}}', 'latin1'),
  );
});
afterAll(remove);

const asked = ['--catalog', 'small.json', '--as-of', '2026-06-30'];
const commands: readonly (readonly string[])[] = [
  ['check', 'small.json', 'need.json', 'bad.json', 'broken.json', 'catalog-bad.json'],
  ['match', ...asked, '--needs', 'need.json'],
  ['match', ...asked, '--needs', 'bad.json'],
  ['explain', ...asked, '--need', 'need.json', '--product', 'p'],
  ['explain', ...asked, '--need', 'bad.json', '--product', 'p'],
  ['allocate', ...asked, '--needs', 'need.json'],
  ['import', 'cdr', 'cdr', '--out', 'out.json'],
];

describe.each(commands)('%s %j %j', (...argv) => {
  test('speaks English alone', async () => {
    const { out, err } = await fulcrum([...argv, '--lang', 'en']);
    expect((out + err).replaceAll('是否受理？', '')).not.toMatch(HAN);
  });

  test('speaks Chinese alone', async () => {
    const { out, err } = await fulcrum([...argv, '--lang', 'zh']);
    for (const line of (out + err).split('\n')) expect(line).not.toMatch(PROSE);
  });
});

describe('fulcrum demo', () => {
  const demo = async (...more: readonly string[]) => {
    const { out } = await fulcrum(['demo', '--needs', '40', '--out', 'demo', ...more]);
    const examples = /\n\n(需求|Need) /u.exec(out)?.index ?? 0;
    const shares = /\n\n(资金分配|All needs)/u.exec(out)?.index ?? 0;
    return [out.slice(0, examples), out.slice(shares)] as const;
  };

  test('prints its overview in the language that is asked for, and in both where none is', async () => {
    for (const text of await demo('--lang', 'en')) expect(text).not.toMatch(HAN);
    for (const text of await demo('--lang', 'zh')) {
      const told = text.split('\n').filter((line) => !line.startsWith('  fulcrum '));
      expect(told.join('\n')).not.toMatch(PROSE);
    }
    const [overview, sharing] = await demo();
    expect(overview).toContain('示范目录与储备 Illustrative catalog and reserve');
    expect(sharing).toContain('下一步 Go on');
  });
});

describe('an offer of the data pack, explained', () => {
  const explained = async (language: string) => {
    put('reserve.json', generateReserve({ seed: 'hubei', count: 30 }).needs);
    const { code, out } = await fulcrum([
      ...['explain', '--catalog', 'catalog.json', '--as-of', '2026-06-30', '--lang', language],
      ...['--need', 'reserve.json', '--need-id', 'hb-n-000028'],
      ...['--product', 'ccb-relending-equipment'],
    ]);
    expect(code).toBe(0);
    return out;
  };

  test('names values and programmes where Chinese alone is asked for', async () => {
    const out = await explained('zh');
    expect(out).toContain('设备更新, 技术改造');
    expect(out).toContain('等额本息, 等额本金');
    expect(out).toContain('贴息: 设备更新贷款财政贴息');
    expect(out).toContain('缺: 支持标准, 限额, 最长');
    expect(out).not.toMatch(/equal-instalments|miit-1|maximumMonths|cn-equipment-subsidy/);
  });

  test('shows flows to the minor unit, their points below each other', async () => {
    const rows = (await explained('en'))
      .split('\n')
      .filter((line) => /^ {2}2027-\d\d-15 {2}/.test(line));
    expect(rows).toHaveLength(12);
    for (const row of rows) expect(row).toMatch(/^ {2}\S{10}( +[\d,]+\.\d\d){4}$/);
  });
});

test('one of something is singular', async () => {
  const told = [];
  for (const argv of commands) {
    const { out, err } = await fulcrum([...argv, '--lang', 'en']);
    told.push(out, err);
  }
  const text = told.join('\n');
  expect(text).toContain('term 1 month\n');
  expect(text).toContain('1 product = 0 eligible + 1 undetermined + 0 ineligible');
  expect(text).toContain('1 of 1 need read; 0 refused');
  expect(text).toContain('1 product holds a condition in prose and stays undetermined');
  expect(text).toContain('1 product publishes no usable rate');
  expect(text).toContain('1 bank placed nothing.');
  expect(text).not.toMatch(
    /\b1 (months|products|needs|banks|files|clauses|stacks|rollovers|more banks)\b/,
  );
});

test('a product file that is no UTF-8 is called so', async () => {
  const { code, out } = await fulcrum(['import', 'cdr', 'cdr', '--out', 'out.json']);
  expect(code).toBe(2);
  expect(out).toContain('gbk.json: expected text in UTF-8; the file is not');
  expect(out).not.toContain('the end of the text');
});
