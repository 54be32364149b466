import {
  paymentDays,
  type Schedule,
  type ScheduleRow,
  type Segment,
  type TimeCount,
  timeCount,
} from '../cashflow/index.ts';
import { civilOf, dayOfCivil } from '../units/civil.ts';
import type { Day } from '../units/day.ts';
import type { Money } from '../units/money.ts';

/**
 * A stretch of days inside one row, one balance, one rate and one calendar quarter: the cell in which
 * subsidies are counted. All pieces together are the life of the loan, no day twice.
 */
export interface Piece extends Segment {
  /** Index of the row that charges its interest. */
  readonly row: number;
  readonly year: number;
  /** 1 to 4. */
  readonly quarter: number;
  /** Its part of the row's interest. */
  readonly interest: Money;
}

/** The life of a loan in pieces. */
export interface Grid {
  readonly schedule: Schedule;
  readonly pieces: readonly Piece[];
  /** Counts months as twelfths of a year, as programmes do that name no day count. */
  readonly months: TimeCount;
}

/** Cuts a schedule at the beginnings of quarters and at the days given. */
export function createGrid(schedule: Schedule, cuts: readonly Day[]): Grid {
  const { loan, rows } = schedule;
  const days = paymentDays(loan);
  const anchor = loan.firstPayment ?? loan.start;
  const interestTime = timeCount(loan.dayCount, loan.start, days, anchor);
  const pieces = rows.flatMap((row, index) => cutRow(row, index, cuts, interestTime));
  return { schedule, pieces, months: timeCount(undefined, loan.start, days, anchor) };
}

function cutRow(
  row: ScheduleRow,
  index: number,
  cuts: readonly Day[],
  time: TimeCount,
): readonly Piece[] {
  const bare = row.segments.flatMap((segment) => cutSegment(segment, cuts));
  const first = bare[0];
  // Most rows are one piece, which bears all of the interest.
  if (first !== undefined && bare.length === 1) {
    const bears = first.balance > 0 && first.rate > 0 && time.between(first.from, first.to) > 0;
    return [pieceOf(first, index, bears ? row.interest : (0 as Money))];
  }
  // Parts of the row's interest: each the difference of two rounded sums, so that they add up.
  const weights = bare.map((one) => {
    return (
      BigInt(one.balance) * BigInt(one.rate) * BigInt(Math.max(time.between(one.from, one.to), 0))
    );
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  let running = 0n;
  let shared = 0;
  return bare.map((one, at) => {
    running += weights[at] as bigint;
    const upTo = whole === 0n ? 0 : Number((BigInt(row.interest) * running) / whole);
    const interest = (upTo - shared) as Money;
    shared = upTo;
    return pieceOf(one, index, interest);
  });
}

function pieceOf({ from, to, balance, rate }: Segment, row: number, interest: Money): Piece {
  const { year, month } = civilOf(from);
  return { from, to, balance, rate, row, year, quarter: Math.ceil(month / 3), interest };
}

function cutSegment(segment: Segment, cuts: readonly Day[]): readonly Segment[] {
  const inside = [...quarterStarts(segment.from, segment.to), ...cuts].filter(
    (day) => segment.from < day && day < segment.to,
  );
  if (inside.length === 0) return [segment];
  const ends = [...new Set([segment.from, ...inside, segment.to])].sort((a, b) => a - b);
  return ends.slice(0, -1).map((from, index) => ({ ...segment, from, to: ends[index + 1] as Day }));
}

/** First days of quarters after `from`, before `to`. */
function quarterStarts(from: Day, to: Day): readonly Day[] {
  const starts: Day[] = [];
  let { year, month } = civilOf(from);
  for (;;) {
    month = Math.ceil(month / 3) * 3 + 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
    const start = dayOfCivil(year, month, 1);
    if (start >= to) return starts;
    starts.push(start);
  }
}
