import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/Either';
import { describe, expect, test } from 'vitest';
import { cycleDates } from '../src/interop/actus/dates.ts';
import { actusEvents } from '../src/interop/actus/index.ts';
import { type Moment, parseCycle, parseMoment, printMoment } from '../src/interop/actus/moment.ts';
import { referenceData } from './reference-data.ts';

const FOLDER = join(referenceData, 'actus');
const TYPES = ['PAM', 'LAM', 'NAM', 'ANN'];
/** The standard's own cases are given to about this many minor units. */
const TOLERANCE = 0.005;
/** Share of the cases of a file that must be in scope. */
const LEAST_SHARE = 0.8;

interface Case {
  readonly identifier: string;
  readonly terms: Readonly<Record<string, string>>;
  readonly to?: string;
  readonly dataObserved?: unknown;
  readonly results: readonly {
    readonly eventDate: string;
    readonly eventType: string;
    readonly payoff: number | string;
    readonly notionalPrincipal: number | string;
    readonly nominalInterestRate: number | string;
    readonly accruedInterest: number | string;
  }[];
}

/** Cases that are refused, and why: the message names the term. */
const OUT_OF_SCOPE: Readonly<Record<string, RegExp>> = {};

const files = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => /^actus-tests-.*\.json$/.test(name))
  : [];

describe.skipIf(files.length === 0)(
  'ACTUS cases, skipped where the reference data is absent',
  () => {
    describe.each(files)('%s', (file) => {
      const cases = Object.values(
        JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Readonly<Record<string, Case>>,
      ).filter((one) => TYPES.includes(one.terms['contractType'] ?? ''));
      const refused: string[] = [];

      test.each(cases.map((one) => [one.identifier, one] as const))('%s', (identifier, one) => {
        const events = actusEvents(one);
        if (isLeft(events)) {
          refused.push(identifier);
          const reason = events.left.map((issue) => issue.message).join('; ');
          const known = OUT_OF_SCOPE[identifier];
          if (known !== undefined) expect(reason).toMatch(known);
          return;
        }
        const actual = events.right;
        const expected = one.results;
        expect(actual.map((event) => `${event.date} ${event.type}`)).toEqual(
          expected.map((event) => `${event.eventDate.slice(0, 10)} ${event.eventType}`),
        );
        expected.forEach((event, index) => {
          const own = actual[index];
          const far = (a: number | undefined, b: number | string) =>
            Math.abs((a ?? Number.NaN) - Number(b));
          const place = `${event.eventDate} ${event.eventType}`;
          expect(far(own?.payoff, event.payoff), `payoff ${place}`).toBeLessThan(TOLERANCE);
          expect(far(own?.notional, event.notionalPrincipal), `notional ${place}`).toBeLessThan(
            TOLERANCE,
          );
          expect(far(own?.accrued, event.accruedInterest), `accrued ${place}`).toBeLessThan(
            TOLERANCE,
          );
          expect(far(own?.rate, event.nominalInterestRate), `rate ${place}`).toBeLessThan(1e-6);
        });
      });

      test('in scope are at least four fifths', () => {
        expect(1 - refused.length / Math.max(cases.length, 1)).toBeGreaterThanOrEqual(LEAST_SHARE);
      });
    });
  },
);

const moment = (text: string): Moment => {
  const parsed = parseMoment(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};

describe('cycles', () => {
  const dates = (from: string, to: string, cycle: string, endOfMonth = false) =>
    cycleDates(moment(from), moment(to), parseCycle(cycle), endOfMonth).map(printMoment);

  test.each([
    ['2013-01-01', '2013-03-15', 'P1ML1', ['2013-01-01', '2013-02-01', '2013-03-01', '2013-03-15']],
    ['2013-01-01', '2013-03-15', 'P1ML0', ['2013-01-01', '2013-02-01', '2013-03-15']],
    ['2013-01-01', '2013-03-01', 'P1ML0', ['2013-01-01', '2013-02-01', '2013-03-01']],
    ['2013-01-31', '2013-04-30', 'P1ML1', ['2013-01-31', '2013-02-28', '2013-03-31', '2013-04-30']],
    ['2013-01-01', '2013-01-20', 'P1WL1', ['2013-01-01', '2013-01-08', '2013-01-15', '2013-01-20']],
  ])('%s to %s by %s', (from, to, cycle, expected) => {
    expect(dates(from, to, cycle)).toEqual(expected);
  });

  test('of month ends stay there', () => {
    expect(dates('2013-02-28', '2013-04-30', 'P1ML1', true)).toEqual([
      '2013-02-28',
      '2013-03-31',
      '2013-04-30',
    ]);
  });
});

const terms = {
  contractType: 'PAM',
  contractRole: 'RPA',
  statusDate: '2012-12-30T00:00:00',
  initialExchangeDate: '2013-01-01T00:00:00',
  maturityDate: '2014-01-01T00:00:00',
  notionalPrincipal: '1000',
  nominalInterestRate: '0.05',
  dayCountConvention: 'A365',
};

describe('what cannot be read or is not modelled', () => {
  test.each<readonly [string, unknown, string]>([
    ['nothing', null, 'terms'],
    ['another type', { ...terms, contractType: 'OPTNS' }, 'terms.contractType'],
    ['a term that is not modelled', { ...terms, prepaymentEffect: 'A' }, 'terms.prepaymentEffect'],
    ['no rate', { ...terms, nominalInterestRate: '' }, 'terms.nominalInterestRate'],
    ['no number', { ...terms, notionalPrincipal: 'x' }, 'terms.notionalPrincipal'],
    ['a day that is none', { ...terms, maturityDate: '2014-02-30' }, 'terms.maturityDate'],
    [
      'a cycle of nothing',
      { ...terms, cycleOfInterestPayment: 'P0ML1' },
      'terms.cycleOfInterestPayment',
    ],
    ['a key of the language', { ...terms, constructor: 'x' }, 'terms.constructor'],
    ['no maturity', { ...terms, maturityDate: undefined }, 'terms.maturityDate'],
    [
      'too many dates',
      { ...terms, maturityDate: '2199-01-01', cycleOfInterestPayment: 'P1DL1' },
      'terms.cycleOfInterestPayment',
    ],
  ])('%s', (_, given, path) => {
    const events = actusEvents({ terms: given });
    expect(isLeft(events) ? events.left.map((issue) => issue.path.join('.')) : []).toEqual([path]);
  });

  test('a market that was not observed', () => {
    const reset = {
      cycleOfRateReset: 'P6ML1',
      cycleAnchorDateOfRateReset: '2013-07-01T00:00:00',
      marketObjectCodeOfRateReset: 'LPR',
    };
    const events = actusEvents({ terms: { ...terms, ...reset } });
    expect(isLeft(events) && events.left[0]?.message).toBe(
      'dataObserved.LPR: expected a value on 2013-07-01 or before',
    );
  });
});
