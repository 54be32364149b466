import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as cashflow from '../src/cashflow.ts';
import * as core from '../src/index.ts';
import * as policy from '../src/policy.ts';
import * as reference from '../src/reference.ts';
import * as schema from '../src/schema.ts';

test('the public surface changes only on purpose', () => {
  expect({
    core: Object.keys(core).sort(),
    schema: Object.keys(schema).sort(),
    reference: Object.keys(reference).sort(),
    cashflow: Object.keys(cashflow).sort(),
    policy: Object.keys(policy).sort(),
  }).toMatchInlineSnapshot(`
    {
      "cashflow": [
        "BOOK_METHODS",
        "LOAN_RATE_LIMIT",
        "PAYMENTS_LIMIT",
        "RATE_KINDS",
        "checkLoan",
        "dayCountDenominator",
        "effectiveRate",
        "effectiveRates",
        "loanFlows",
        "paymentDays",
        "periodicRate",
        "schedule",
        "scheduleBook",
        "singleAdvanceApr",
        "unitPeriodRate",
        "yearFraction",
      ],
      "core": [
        "DEFAULT_PROFILE",
        "ENGINE_VERSION",
        "FORMAT_VERSION",
        "NEED_DONE",
        "NEED_PENDING",
        "NEED_REFUSED",
        "REPAYMENT_METHODS",
        "SCORE_PARTS",
        "STANDARD_FIELDS",
        "TABLE_ROWS_LIMIT",
        "WEIGHT_SUM",
        "catalogFromBuffer",
        "catalogToBuffer",
        "classifySize",
        "compileCatalog",
        "compilePolicies",
        "effectiveRate",
        "explain",
        "formatPath",
        "match",
        "matchAll",
        "nameIn",
        "nearMisses",
        "nextQuestions",
        "offersOf",
        "parseDay",
        "parseMoney",
        "parseRate",
        "policyPackOf",
        "printBounds",
        "printDay",
        "printEffort",
        "printExplanation",
        "printMatch",
        "printMoney",
        "printQuestion",
        "printRate",
        "printScore",
        "printStack",
        "reasonText",
        "reasonTitle",
        "rejections",
        "rematch",
        "resultOf",
        "schedule",
        "stackPolicies",
        "updateCatalog",
      ],
      "policy": [
        "EMPTY_LEDGER",
        "addWorkingDays",
        "applyEvent",
        "balances",
        "combinationRule",
        "compilePolicies",
        "createCalendar",
        "deadlines",
        "findDuplicateClaims",
        "foldLedger",
        "isWorkingDay",
        "stackPolicies",
        "workingDaysBetween",
      ],
      "reference": [
        "allOf",
        "anyOf",
        "balanceMonths",
        "conditionVerdicts",
        "encodeNeed",
        "evaluate",
        "evaluateLeaf",
        "explainCriterion",
        "findings",
        "fitLoan",
        "judge",
        "priceLoan",
        "scoreLoan",
        "standardLoan",
        "subsidiesOf",
      ],
      "schema": [
        "parseCatalog",
        "parseNeed",
        "parseProject",
        "printCatalog",
        "printNeed",
        "printProject",
      ],
    }
  `);
});

test('the engine says the version of its package', () => {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  expect(core.ENGINE_VERSION).toBe(JSON.parse(text).version);
});
