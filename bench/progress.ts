/** Says on standard error how far long work is; standard output is for tables. */
export function note(text: string): void {
  last = performance.now();
  process.stderr.write(`${text}\n`);
}

/** The same, unless something was said a moment ago. */
export function noteNowAndThen(text: string): void {
  if (performance.now() - last > PATIENCE_MS) note(text);
}

const PATIENCE_MS = 5000;
let last = 0;
