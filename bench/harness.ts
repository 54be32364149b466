import { noteNowAndThen } from './progress.ts';

/** One side of a race: what it is called, and the work that is timed. */
export interface Contestant {
  readonly name: string;
  /** Units of work in a run, such as pairs; contestants of one race may differ. */
  readonly units: number;
  /** May call `lap` at the end of each of its parts, which are the same in every run. */
  readonly run: (made: unknown, lap?: () => void) => unknown;
  /** Makes what a run takes, where it must be new each time; not timed. */
  readonly fresh?: () => unknown;
}

/** The fastest run of a contestant, over all rounds. */
export interface Timing {
  readonly name: string;
  readonly units: number;
  /** On the clock. */
  readonly seconds: number;
  readonly unitsPerSecond: number;
  /** That the process spent on it, on all its threads. */
  readonly cpuSeconds: number;
  /** The middle round over the best one: how restless the machine was. */
  readonly spread: number;
  /**
   * On the clock, every part of a run at its fastest: what a run takes that nobody disturbs. Absent where
   * a run has no parts, or is repeated within a sample.
   */
  readonly lapSeconds?: number;
}

export interface RaceOptions {
  readonly rounds: number;
  /** A sample repeats a short run until it lasts this long. */
  readonly sampleSeconds: number;
  /** Time to let the compiler finish, for each contestant. */
  readonly warmUpSeconds: number;
}

/** Results go here, so that no compiler can prove that the work is in vain. */
export const sink: { value: unknown } = { value: undefined };

/**
 * Runs the contestants by turns and keeps the best sample of each. Taking turns spreads what else
 * the machine does over all of them, and a minimum forgets it: the ratio of two minima holds from
 * run to run where a single time, a mean, or a time of another day does not. On a machine that is
 * overrun even minima on the clock are off, the more the longer a run is; processor time is off
 * less.
 */
export async function race(
  contestants: readonly Contestant[],
  options: RaceOptions,
): Promise<readonly Timing[]> {
  const lanes: Lane[] = [];
  for (const contestant of contestants) {
    lanes.push({ contestant, repeats: await warmUp(contestant, options), samples: [] });
  }
  for (let round = 0; round < options.rounds; round++) {
    for (let turn = 0; turn < lanes.length; turn++) {
      // Another one begins each round: nobody always runs after the one that heats the machine.
      const lane = lanes[(round + turn) % lanes.length];
      if (lane === undefined) continue;
      collectGarbage();
      noteNowAndThen(`round ${round + 1} of ${options.rounds}: ${lane.contestant.name}`);
      lane.samples.push(await timed(lane.contestant, lane.repeats));
    }
  }
  return lanes.map(timingOf);
}

/** Times single calls one by one, until there are `most` of them or the time is up. */
export function latencies<Question>(
  { question, answer }: Caller<Question>,
  { most, seconds, warmUpSeconds }: LatencyOptions,
): readonly number[] {
  let turn = 0;
  const warmUntil = performance.now() + warmUpSeconds * 1000;
  while (performance.now() < warmUntil) sink.value = answer(question(turn++));
  collectGarbage();
  const calls: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (calls.length < most && performance.now() < end) {
    // Goes on where the warm-up ended: no question comes twice unless all were asked.
    const asked = question(turn++);
    const start = performance.now();
    sink.value = answer(asked);
    calls.push((performance.now() - start) / 1000);
  }
  return calls;
}

/** Questions by turn, of which only the answers are timed. */
export interface Caller<Question> {
  readonly question: (turn: number) => Question;
  readonly answer: (question: Question) => unknown;
}

export interface LatencyOptions {
  readonly most: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

/** The value that `share` of the values do not exceed (nearest rank); 0 < `share` <= 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.ceil(share * sorted.length) - 1];
  if (value === undefined) throw new RangeError('quantile: no values');
  return value;
}

/** Bytes on the heap and in buffers that a value keeps alive; needs `node --expose-gc`. */
export function bytesOf<T>(create: () => T): { readonly value: T; readonly bytes: number } {
  const before = usedBytes();
  const value = create();
  return { value, bytes: usedBytes() - before };
}

interface Lane {
  readonly contestant: Contestant;
  readonly repeats: number;
  readonly samples: Sample[];
}

/** What one run took, on average over the repeats of a sample. */
interface Sample {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** What each part took, in the order in which they ended. */
  readonly laps: readonly number[];
}

/** Runs until the time is up, at least once, and says how often a sample must repeat the run. */
async function warmUp(contestant: Contestant, options: RaceOptions): Promise<number> {
  let last = 0;
  let total = 0;
  do {
    last = (await timed(contestant, 1)).seconds;
    total += last;
  } while (total < options.warmUpSeconds);
  // What must be new for each run cannot be made within a sample.
  return contestant.fresh === undefined ? Math.max(1, Math.ceil(options.sampleSeconds / last)) : 1;
}

async function timed({ run, fresh }: Contestant, repeats: number): Promise<Sample> {
  const made = fresh?.();
  const laps: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  let last = start;
  const lap = () => {
    const now = performance.now();
    laps.push((now - last) / 1000);
    last = now;
  };
  for (let left = repeats; left > 0; left--) {
    const result = run(made, lap);
    // Awaiting what is no promise would give the event loop a turn inside the measurement.
    sink.value = result instanceof Promise ? await result : result;
  }
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6 / repeats;
  return { seconds: seconds / repeats, cpuSeconds, laps: repeats === 1 ? laps : [] };
}

function timingOf({ contestant, samples }: Lane): Timing {
  const clock = samples.map((sample) => sample.seconds);
  const seconds = Math.min(...clock);
  const cpuSeconds = Math.min(...samples.map((sample) => sample.cpuSeconds));
  const { name, units } = contestant;
  const spread = quantile(clock, 0.5) / seconds;
  const lapSeconds = fastestLaps(samples);
  const laps = lapSeconds === undefined ? {} : { lapSeconds };
  return { name, units, seconds, unitsPerSecond: units / seconds, cpuSeconds, spread, ...laps };
}

/** Every part of a run as fast as it ever was, summed up. */
function fastestLaps(samples: readonly Sample[]): number | undefined {
  const [first] = samples;
  if (first === undefined || first.laps.length === 0) return undefined;
  const least = (part: number) => Math.min(...samples.map(({ laps }) => laps[part] ?? Number.NaN));
  return first.laps.reduce((sum, _, part) => sum + least(part), 0);
}

function collectGarbage(): void {
  globalThis.gc?.();
}

function usedBytes(): number {
  if (globalThis.gc === undefined) throw new Error('bytesOf: run node with --expose-gc');
  // The second pass frees what finalisers of the first let go.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
