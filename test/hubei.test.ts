import * as fc from 'fast-check';
import { type Either, isRight } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import * as hubei from '../src/hubei/index.ts';
import { between, createRandom, pick } from '../src/hubei/random.ts';
import { type Criterion, classifySize } from '../src/model/index.ts';
import { parseCatalog, parseNeed } from '../src/schema.ts';
import { canonicalJson } from '../src/units/digest.ts';
import type { Issue } from '../src/units/issue.ts';

const { BANKS, COLLATERAL_TYPES, CREDIT_GRADES, DIRECTIONS, FLAGS, INDUSTRIES } = hubei;
const { LABELS, LISTS, LPR, PERMITS, PURPOSES, REGIONS } = hubei;

/** Each value once, in the order of the alphabet. */
const distinct = (values: readonly (string | undefined)[]) => [...new Set(values)].sort().join(' ');

const ids = (items: readonly { readonly id: string }[]) => items.map((item) => item.id);

/** The value, or a failure that shows every issue. */
function rightOf<T>(result: Either<readonly Issue[], T>): T {
  expect(isRight(result) ? [] : result.left.map((issue) => issue.message)).toEqual([]);
  return (isRight(result) ? result.right : undefined) as T;
}

const catalog = rightOf(parseCatalog(hubei.illustrativeCatalog));

/** A criterion and all below it. */
function leavesOf(criterion: Criterion): readonly Criterion[] {
  if ('criteria' in criterion) return criterion.criteria.flatMap(leavesOf);
  return 'criterion' in criterion ? leavesOf(criterion.criterion) : [criterion];
}

/** Every criterion of the catalog, those of the price grids too. */
const leaves = catalog.products.flatMap((product) =>
  [
    ...(product.criteria ?? []),
    ...(product.rate?.adjustments ?? []).flatMap((row) => (row.when === undefined ? [] : row.when)),
  ].flatMap(leavesOf),
);

describe('regions', () => {
  test('13 prefectures with their counties, and four units that the province administers', () => {
    const prefectures = REGIONS.filter((one) => one.code.length === 4);
    const counts = prefectures.map((one) => `${one.code}:${hubei.countiesOf(one.code).length}`);
    expect(counts.join(' ')).toBe(
      '4201:13 4202:6 4203:8 4205:13 4206:9 4207:3 4208:5 4209:7 4210:8 4211:10 4212:6 4213:3 4228:8',
    );
    const direct = hubei.countiesOf('42').map((one) => one.code);
    expect(direct.join(' ')).toBe('429004 429005 429006 429021');
    expect(REGIONS.filter((one) => one.code.length === 6)).toHaveLength(103);
    expect(hubei.prefectureLevelUnits()).toHaveLength(17);
    expect(REGIONS).toHaveLength(1 + 13 + 103);
  });

  test('codes differ, parents exist and contain their units', () => {
    expect(new Set(REGIONS.map((one) => one.code)).size).toBe(REGIONS.length);
    for (const one of REGIONS) {
      if (one.parent === undefined) continue;
      expect(hubei.regionOf(one.parent)).toBeDefined();
      expect(one.code.startsWith(one.parent)).toBe(true);
    }
    expect(REGIONS.filter((one) => one.parent === undefined)).toHaveLength(1);
  });

  test.each(['4204', '429', '4290', '429000', '421071', '421171', '420000'])(
    '%s is a trap and no division here',
    (code) => expect(hubei.regionOf(code)).toBeUndefined(),
  );

  test.each([
    '42 province 湖北省 Hubei Province',
    '4201 prefecture-city 武汉市 Wuhan City',
    '420106 district 武昌区 Wuchang District',
    '420222 county 阳新县 Yangxin County',
    '420281 county-city 大冶市 Daye City',
    '420325 county 房县 Fang County',
    '420528 autonomous-county 长阳土家族自治县 Changyang Tujia Autonomous County',
    '420529 autonomous-county 五峰土家族自治县 Wufeng Tujia Autonomous County',
    '421321 county 随县 Sui County',
    '4228 autonomous-prefecture 恩施土家族苗族自治州 Enshi Tujia and Miao Autonomous Prefecture',
    '422801 county-city 恩施市 Enshi City',
    '422822 county 建始县 Jianshi County',
    '429004 county-city 仙桃市 Xiantao City',
    '429021 forestry-district 神农架林区 Shennongjia Forestry District',
  ])('%s', (text) => {
    const one = hubei.regionOf(text.slice(0, text.indexOf(' ')));
    expect(`${one?.code} ${one?.type} ${one?.name.zh} ${one?.name.en}`).toBe(text);
  });
});

describe('industries', () => {
  test('20 sections, 97 divisions, the groups of 34 and 35', () => {
    const levels = (level: string) => INDUSTRIES.filter((one) => one.level === level);
    expect(levels('section').map((one) => one.code)).toEqual([...'ABCDEFGHIJKLMNOPQRST']);
    expect(levels('division').map((one) => Number(one.code.slice(1)))).toEqual(
      Array.from({ length: 97 }, (_, index) => index + 1),
    );
    expect(levels('group')).toHaveLength(18);
    expect(levels('class').map((one) => one.code)).toEqual(['C3491']);
  });

  test('codes differ, parents exist, both names are there', () => {
    expect(new Set(INDUSTRIES.map((one) => one.code)).size).toBe(INDUSTRIES.length);
    for (const one of INDUSTRIES) {
      if (one.parent !== undefined) expect(hubei.industryOf(one.parent)).toBeDefined();
      expect(one.name.zh).toMatch(/^\p{Script=Han}[\p{Script=Han}、]*$/u);
      expect(one.name.en).toMatch(/^[A-Z][A-Za-z,' -]+$/);
    }
    expect(hubei.industryOf('C35')?.name.zh).toBe('专用设备制造业');
    expect(hubei.industryOf('C3491')?.name.zh).toBe('工业机器人制造');
    expect(hubei.industryOf('C3511')).toBeUndefined();
  });
});

describe('banks, terms and LPR', () => {
  test('21 institutions of the re-lending facility, and local lenders without the label', () => {
    expect(new Set(ids(BANKS)).size).toBe(BANKS.length);
    const national = BANKS.filter((bank) => bank.labels?.includes(hubei.RELENDING_LABEL));
    expect(national).toHaveLength(21);
    expect(BANKS).toHaveLength(25);
    for (const bank of national) expect(bank.source.grade).toBe('B');
  });

  test('ids of terms differ within their group', () => {
    const groups = [LABELS, FLAGS, LISTS, DIRECTIONS, PERMITS, PURPOSES, COLLATERAL_TYPES];
    for (const group of groups) expect(new Set(ids(group)).size).toBe(group.length);
    expect(DIRECTIONS).toHaveLength(4);
  });

  test('LPR: each value sourced, falling since 2020, unknown after the last one seen', () => {
    expect(ids(LPR)).toEqual(['LPR-1Y', 'LPR-5Y']);
    expect(LPR.map((one) => one.values.at(-1))).toMatchObject([
      { from: '2025-05-20', rate: '3.00%' },
      { from: '2025-05-20', rate: '3.50%' },
    ]);
    for (const { values, confirmedTo } of LPR) {
      expect(confirmedTo).toBe('2026-08-20');
      const rates = values.map((value) => Number.parseFloat(value.rate));
      expect(rates).toEqual([...rates].sort((a, b) => b - a));
      for (const value of values) {
        expect(value.source.grade).toBe('B');
        expect(value.source.url).toMatch(/^https?:/);
      }
    }
  });
});

describe('illustrative catalog', () => {
  test('parses, is marked as made up, and has at least 100 products', () => {
    expect(catalog.products.length).toBeGreaterThanOrEqual(100);
    expect(hubei.illustrativeCatalog.notice.en).toContain("no bank's offer");
    expect(hubei.illustrativeCatalog.notice.zh).toContain('不是任何银行的要约');
    expect(hubei.illustrativeCatalog).toMatchObject({ currency: 'CNY', sizeRule: 'CN-2011' });
    for (const product of catalog.products) {
      expect(product.source?.grade).toBe('illustrative');
      expect(product.name).toMatchObject({ zh: expect.stringContaining('示例') });
    }
  });

  test('ids differ and name their bank; every bank has products', () => {
    const { products } = catalog;
    expect(new Set(ids(products)).size).toBe(products.length);
    for (const product of products) expect(product.id.startsWith(`${product.bank}-`)).toBe(true);
    expect(new Set(products.map((product) => product.bank))).toEqual(new Set(ids(BANKS)));
    expect(ids(products)).toContain('ccb-equipment-renewal');
  });

  test('uses every operator, every way to combine, and every feature of a product', () => {
    const { products } = catalog;
    const rows = products.flatMap((product) => product.rate?.adjustments ?? []);
    const fees = products.flatMap((product) => product.fees ?? []);
    expect(distinct(rows.map((row) => row.combine))).toBe('MAX MIN OVERRIDE SUM');
    expect(distinct(rows.map((row) => row.effect))).toBe('add set');
    expect(distinct(leaves.map((leaf) => leaf.operator))).toBe(
      'ask hasAll hasAny hasNone in notIn range within',
    );
    expect(distinct(fees.map((fee) => fee.charged))).toBe('annual event monthly upfront');
    expect(distinct(products.map((one) => one.dayCount))).toBe('30/360 ACT/360 ACT/365F');
    expect(distinct(products.map((one) => `${one.relationship}`))).toBe('existing new undefined');
    expect(distinct(products.map((one) => `${one.rate?.base?.kind}`))).toBe(
      'benchmark fixed undefined',
    );
    for (const feature of ['collateral', 'maxInvestmentShare', 'quota', 'validTo'] as const) {
      expect(products.some((product) => product[feature] !== undefined)).toBe(true);
      expect(products.some((product) => product[feature] === undefined)).toBe(true);
    }
  });

  test('speaks only of regions, industries and terms that the pack knows', () => {
    const known = new Map<string, readonly string[]>([
      ['enterprise.region', REGIONS.map((one) => one.code)],
      ['enterprise.industry', INDUSTRIES.map((one) => one.code)],
      ['project.industry', INDUSTRIES.map((one) => one.code)],
      ['enterprise.creditGrade', CREDIT_GRADES],
      ['enterprise.labels', ids(LABELS)],
      ['enterprise.flags', ids(FLAGS)],
      ['project.lists', ids(LISTS)],
      ['project.permits', ids(PERMITS)],
      ['project.direction', ids(DIRECTIONS)],
    ]);
    for (const leaf of leaves) {
      if (!('operands' in leaf)) continue;
      const terms = known.get(leaf.field);
      if (terms === undefined) continue;
      for (const operand of leaf.operands) expect(terms).toContain(operand);
    }
    for (const product of catalog.products) {
      for (const purpose of product.purposes ?? []) expect(ids(PURPOSES)).toContain(purpose);
      for (const type of Object.keys(product.collateral?.haircuts ?? {}))
        expect(ids(COLLATERAL_TYPES)).toContain(type);
    }
  });

  test('carries the published rules of one product, each with its clause', () => {
    const id = 'hubei-bank-micro-credit-data-chain';
    const published = catalog.products.find((one) => one.id === id);
    const cited = published?.criteria?.filter((one) => one.clause !== undefined) ?? [];
    expect(cited).toHaveLength(12);
    for (const one of cited) expect(one.clause).toContain('grade C');
  });
});

describe('reserve', () => {
  const reserve = hubei.generateReserve({ seed: 'hubei', count: 1000 });
  const { needs, projects } = reserve;
  const firms = new Map(needs.map((need) => [need.enterprise.id, need.enterprise]));

  test('the same seed gives the same bytes, another seed others', () => {
    const again = hubei.generateReserve({ seed: 'hubei', count: 1000 });
    expect(canonicalJson(again)).toBe(canonicalJson(reserve));
    expect(hubei.generateReserve({ seed: 'hubei-2', count: 1000 })).not.toEqual(reserve);
  });

  test('a longer reserve begins with the shorter one', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: 40 }), fc.nat({ max: 40 }), (seed, few, more) => {
        const short = hubei.generateReserve({ seed, count: few });
        const long = hubei.generateReserve({ seed, count: few + more });
        expect(long.needs.slice(0, few)).toEqual(short.needs);
        expect(long.projects.slice(0, short.projects.length)).toEqual(short.projects);
      }),
      { numRuns: 50 },
    );
  });

  test.each([-1, 1.5, Number.NaN, 1_000_001])('refuses a count of %d', (count) => {
    expect(() => hubei.generateReserve({ seed: '', count })).toThrow(RangeError);
  });

  test('every need parses with the fields of the catalog', () => {
    const fields = catalog.fields ?? [];
    for (const need of needs) rightOf(parseNeed(need, { fields }));
  });

  test('ids differ, codes have their form, names say that they are examples', () => {
    expect(needs).toHaveLength(1000);
    expect(new Set(ids(needs)).size).toBe(1000);
    expect(new Set(ids(projects)).size).toBe(projects.length);
    expect(Math.abs(firms.size - 920)).toBeLessThan(40);
    for (const project of projects) {
      expect(project.id).toMatch(/^\d{4}-42\d{4}-\d\d-\d\d-\d{6}$/);
      expect(project.name.zh).toContain('示例项目');
    }
    for (const firm of firms.values()) expect(firm.name.en).toMatch(/^Example/);
  });

  test('one enterprise is the same in all its needs', () => {
    for (const { enterprise } of needs) expect(enterprise).toEqual(firms.get(enterprise.id));
  });

  test('speaks only of what the tables know', () => {
    const allKnown = (used: readonly string[], known: readonly string[]) =>
      expect(used.filter((one) => !known.includes(one))).toEqual([]);
    const some = <T>(value: T | undefined) => (value === undefined ? [] : [value]);
    for (const need of needs) {
      const { enterprise, project } = need;
      for (const code of [...some(enterprise.region), ...some(project?.region)])
        expect(hubei.regionOf(code)?.code).toHaveLength(6);
      for (const code of [...some(enterprise.industry), ...some(project?.industry)])
        expect(hubei.industryOf(code)).toBeDefined();
      allKnown([need.purpose], ids(PURPOSES));
      allKnown(some(enterprise.creditGrade), CREDIT_GRADES);
      allKnown(ids(enterprise.labels ?? []), ids(LABELS));
      allKnown(ids(enterprise.flags ?? []), ids(FLAGS));
      allKnown(project?.lists ?? [], ids(LISTS));
      allKnown(project?.permits ?? [], ids(PERMITS));
      allKnown(some(project?.direction), ids(DIRECTIONS));
      allKnown(need.intendedBanks ?? [], ids(BANKS));
      for (const { bank } of enterprise.banks ?? []) allKnown([bank], ids(BANKS));
      for (const { type } of need.collateral ?? []) allKnown([type], ids(COLLATERAL_TYPES));
    }
  });

  test('a stated size class is that of the stated figures', () => {
    const fields = catalog.fields ?? [];
    let compared = 0;
    for (const json of needs) {
      const { enterprise } = rightOf(parseNeed(json, { fields }));
      const derived = classifySize(enterprise);
      if (enterprise.size === undefined || derived === undefined) continue;
      compared += 1;
      expect(derived).toBe(enterprise.size);
    }
    expect(compared).toBeGreaterThan(400);
  });

  test('facts are missing in 5 to 10 per cent, and amounts fit their projects', () => {
    const share = (has: (need: hubei.NeedDocument) => boolean) =>
      needs.filter(has).length / needs.length;
    for (const member of ['revenue', 'creditGrade', 'labels', 'flags', 'region'] as const) {
      const missing = share((need) => need.enterprise[member] === undefined);
      expect(missing).toBeGreaterThan(0.05);
      expect(missing).toBeLessThan(0.1);
    }
    for (const { amount, project } of needs)
      if (project?.investment !== undefined)
        expect(Number(amount)).toBeLessThanOrEqual(Number(project.investment));
  });

  test('larger firms ask for more and are graded better', () => {
    const median = (values: readonly number[]) =>
      [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const of = (size: string) => needs.filter((need) => need.enterprise.size === size);
    const sizes = ['micro', 'small', 'medium', 'large'];
    const amounts = sizes.map((size) => median(of(size).map((need) => Number(need.amount))));
    expect(amounts).toEqual([...amounts].sort((a, b) => a - b));
    const grades = sizes.map((size) => {
      const stated = of(size).flatMap((need) => need.enterprise.creditGrade ?? []);
      return median(stated.map((one) => CREDIT_GRADES.indexOf(one)));
    });
    expect(grades).toEqual([...grades].sort((a, b) => b - a));
  });

  test('marginals follow the published ratios', () => {
    const { needs: many } = hubei.generateReserve({ seed: 'marginals', count: 20_000 });
    const carrying = (id: string) =>
      many.filter((need) => need.enterprise.labels?.some((label) => label.id === id)).length;
    // 7,187 to 13,314 is 0.54; little giants come on top.
    const ratio = carrying('specialised-sme') / carrying('innovative-sme');
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(0.8);
    const listed = (id: string) => many.filter((need) => need.project?.lists?.includes(id)).length;
    // 223 of 4,082 is 0.055.
    const bonds = listed('special-bond') / listed('hubei-reserve');
    expect(bonds).toBeGreaterThan(0.045);
    expect(bonds).toBeLessThan(0.065);
    const national = many.filter(
      ({ project }) =>
        project?.investment !== undefined &&
        Number(project.investment) < 5_000_000 &&
        project.lists?.some((list) => list.startsWith('miit') || list === 'ndrc'),
    );
    expect(national).toEqual([]);
  });

  test('every assumption says what it is, and the day of the reserve has an LPR', () => {
    for (const { what, value, source } of hubei.reserveAssumptions) {
      expect([what, value]).not.toContain('');
      if (source !== 'assumption') expect(['A', 'B', 'C']).toContain(source.grade);
    }
    expect(hubei.RESERVE_AS_OF < (LPR[0]?.confirmedTo ?? '')).toBe(true);
  });
});

describe('random', () => {
  test('draws stay in range and follow the weights', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, below) => {
        const random = createRandom(seed);
        for (let i = 0; i < 20; i++) {
          const drawn = random.next(below);
          expect(Number.isInteger(drawn) && drawn >= 0 && drawn < below).toBe(true);
        }
      }),
    );
    const random = createRandom('weights');
    const table = [['often', 9] as const, ['seldom', 1] as const];
    const drawn = Array.from({ length: 10_000 }, () => pick(random, table));
    const often = drawn.filter((one) => one === 'often').length;
    expect(often).toBeGreaterThan(8800);
    expect(often).toBeLessThan(9200);
  });

  test('refuses ranges that are none', () => {
    const random = createRandom('');
    for (const below of [0, -1, 1.5, Number.NaN, 2 ** 32 + 1])
      expect(() => random.next(below)).toThrow(RangeError);
    expect(() => pick(random, [])).toThrow(RangeError);
    expect(between(random, 7, 7)).toBe(7);
  });

  test('a seed has one sequence', () => {
    const draw = (seed: string) => {
      const random = createRandom(seed);
      return Array.from({ length: 8 }, () => random.next(1000));
    };
    expect(draw('hubei')).toEqual(draw('hubei'));
    expect(draw('hubei').join(' ')).toBe('64 92 770 804 776 584 457 254');
  });
});
