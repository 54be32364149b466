/** What a search may spend, counted in steps; the caller's wish to stop is asked between steps. */
export interface Budget {
  steps: number;
  readonly maximumSteps: number;
  readonly shouldStop: () => boolean;
}

export function mayGoOn({ steps, maximumSteps, shouldStop }: Budget): boolean {
  return steps < maximumSteps && !shouldStop();
}
