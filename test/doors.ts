import * as allocation from '../src/allocation.ts';
import * as cashflow from '../src/cashflow.ts';
import * as hubei from '../src/hubei.ts';
import * as core from '../src/index.ts';
import * as interop from '../src/interop.ts';
import * as node from '../src/node.ts';
import * as policy from '../src/policy.ts';
import * as schema from '../src/schema.ts';
import { CATALOG, NEED } from './documents.ts';

function rightOf<T>(result: { readonly _tag: string; readonly right?: T }): T {
  if (result.right === undefined) throw new Error(JSON.stringify(result));
  return result.right;
}

const document = rightOf(schema.parseCatalog(CATALOG));
const catalog = core.compileCatalog(document, { asOf: '2025-09-01' });
const need = rightOf(schema.parseNeed(NEED));
const project = rightOf(schema.parseProject({ id: 'p' }));
const table = core.matchAll(catalog, [need]);
const result = core.match(catalog, need);
const explanation = core.explain(catalog, need, 'p');
const loan: core.Loan = {
  principal: 1_200_000 as core.Money,
  rate: 30_000 as core.Rate,
  start: 20_000 as core.Day,
  payments: 12,
  monthsPerPayment: 1,
  repayment: { kind: 'equal-instalments' },
};
const plan = rightOf(core.schedule(loan));
const pack = rightOf(core.compilePolicies([]));
const situation = { need, loan };
const stack = rightOf(core.stackPolicies(pack, situation, { asOf: '2025-09-01' }));
const calendar = rightOf(policy.createCalendar(hubei.CHINA_WORKING_DAYS));
const problem: allocation.AllocationProblem = {
  needs: [{ id: 'n', amount: 10 as core.Money }],
  products: [{ id: 'p', bank: 'b', quota: 5 as core.Money }],
  edges: [{ need: 'n', product: 'p', score: 3 }],
};
const allocated = rightOf(allocation.allocate(problem));
const reasons = rightOf(allocation.explainAllocation(problem, allocated));
const reason = explanation.conditions[0];
const question = {
  askOf: 'bank',
  decides: 1,
  touches: 1,
  prices: 0,
  best: { productId: 'p', score: 1 },
};
const drawDown = { kind: 'draw-down', id: 'e', loanId: 'l', day: 20_000, amount: 10 };
const rules = { advanceShare: 800_000 as core.Rate };
const claim = {
  id: 'c',
  creditCode: 'x',
  projectCode: 'p',
  loanId: 'l',
  programmeId: 'a',
  department: 'd',
  from: 1,
  to: 2,
};

/** Every function of the public face, with arguments that it takes. */
export const DOORS: Readonly<Record<string, readonly [door: object, args: readonly unknown[]]>> = {
  ...inDoor(core, {
    catalogFromBuffer: [core.catalogToBuffer(catalog)],
    catalogToBuffer: [catalog],
    classifySize: [{ industry: 'C35', employees: 10 }],
    compileCatalog: [document, { asOf: '2025-09-01' }],
    compilePolicies: [[], {}],
    effectiveRate: [[{ day: 0, amount: -1 }]],
    explain: [catalog, need, 'p', {}],
    formatPath: [['a', 0]],
    match: [catalog, need, {}],
    matchAll: [catalog, [need], {}],
    nameIn: ['name', 'zh', 'x'],
    nearMisses: [catalog, need, {}],
    nextQuestions: [catalog, need, {}],
    nominate: [catalog, need, {}],
    offersOf: [table, 0],
    parseDay: ['2025-09-01'],
    parseMoney: ['1'],
    parseRate: ['1%'],
    policyPackOf: [catalog],
    printBounds: [{ low: 1, high: 2 }],
    printDay: [20_000],
    printEffort: [100],
    printExplanation: [explanation],
    printMatch: [result],
    printMoney: [100],
    printQuestion: [question],
    printRate: [30_000],
    printScore: [1000],
    printStack: [stack],
    reasonText: [reason, 'zh', core.STANDARD_FIELDS],
    reasonTitle: [reason, 'zh', core.STANDARD_FIELDS],
    rejections: [catalog, need],
    rematch: [table, []],
    resultOf: [table, 0],
    schedule: [loan],
    stackPolicies: [pack, situation, { asOf: '2025-09-01' }],
    updateCatalog: [catalog, []],
  }),
  ...inDoor(schema, {
    parseCatalog: [CATALOG],
    parseLimits: [{}],
    parseNeed: [NEED, {}],
    parseProduct: [{ id: 'p', bank: 'b' }, {}],
    parseProject: [{ id: 'p' }, {}],
    printCatalog: [document],
    printLimits: [{}],
    printNeed: [need, {}],
    printProject: [project, {}],
  }),
  ...inDoor(cashflow, {
    checkLoan: [loan],
    dayCountDenominator: ['ACT/360'],
    effectiveRates: [
      {
        count: 1,
        start: Int32Array.of(0, 2),
        day: Int32Array.of(0, 365),
        amount: Float64Array.of(-100, 110),
      },
    ],
    loanFlows: [plan, {}],
    paymentDays: [loan],
    periodicRate: [[-100, 110], 1],
    scheduleBook: [
      {
        count: 1,
        principal: Float64Array.of(1200),
        rate: Float64Array.of(30_000),
        payments: Int32Array.of(12),
        method: Uint8Array.of(0),
        timeStart: Int32Array.of(0),
        times: new Int32Array(12).fill(1),
        denominator: 12,
      },
    ],
    singleAdvanceApr: [{ advance: 1000, payment: 100, payments: 12, unitsPerYear: 12, units: 1 }],
    unitPeriodRate: [
      [{ amount: 100, units: 0, fraction: 0 }],
      [{ amount: 110, units: 1, fraction: 0 }],
      1,
    ],
    yearFraction: ['ACT/360', 0, 100, {}],
  }),
  ...inDoor(policy, {
    addWorkingDays: [calendar, 20_000, 3],
    applyEvent: [policy.EMPTY_LEDGER, drawDown, rules],
    balances: [policy.EMPTY_LEDGER],
    combinationRule: [pack, 20_000],
    createCalendar: [hubei.CHINA_WORKING_DAYS],
    deadlines: [policy.EMPTY_LEDGER, [], calendar, 20_000],
    findDuplicateClaims: [[claim], () => true],
    foldLedger: [[drawDown], rules, policy.EMPTY_LEDGER],
    isWorkingDay: [calendar, 20_000],
    workingDaysBetween: [calendar, 20_000, 20_010],
  }),
  ...inDoor(allocation, {
    allocate: [problem, {}],
    applyChanges: [problem, {}],
    checkProblem: [problem],
    explainAllocation: [problem, allocated],
    printLimitReason: [reasons.limits[0], 'en', 'CNY'],
    printNeedReason: [reasons.needs[0], 'en', 'CNY'],
    problemFromTable: [table, {}],
    repair: [problem, allocated, {}, {}],
    syndicate: [{ amount: 10, termMonths: 12 }, [{ id: 'a', rate: 30_000, maximumTicket: 10 }], {}],
    unlimitedProducts: [problem],
    verifyAllocation: [problem, allocated],
    verifyStability: [problem, allocated],
  }),
  ...inDoor(interop, {
    actusEvents: [{ terms: {}, to: '2025-01-01' }],
    importCdr: [[{ name: 'a', text: '{}' }], {}],
    parseJsonText: ['{}'],
    readActusContract: [{}],
  }),
  ...inDoor(hubei, {
    countiesOf: ['42'],
    generateReserve: [{ seed: 's', count: 1 }],
    industryOf: ['C'],
    prefectureLevelUnits: [],
    regionOf: ['42'],
  }),
  ...inDoor(node, { matchAllParallel: [catalog, [need], { threads: 1 }] }),
};

/** All functions that the doors export, by name. */
export const EXPORTED: readonly string[] = [
  ...new Set(
    [core, schema, cashflow, policy, allocation, interop, hubei, node].flatMap((door) =>
      Object.entries(door).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
    ),
  ),
];

function inDoor(
  door: object,
  functions: Readonly<Record<string, readonly unknown[]>>,
): Readonly<Record<string, readonly [object, readonly unknown[]]>> {
  return Object.fromEntries(
    Object.entries(functions).map(([name, args]) => [name, [door, args] as const]),
  );
}
