import { type Io, write } from '../io.ts';

/** A bar on a terminal for work that takes long. */
export interface Progress {
  /** `done` of `total`; `total` is absent where nobody knows it. */
  update(done: number, total?: number): void;
  /** Wipes the bar: to be called before anything else is written to the terminal. */
  clear(): void;
}

/** Work shorter than this shows no bar. */
const PATIENCE_MS = 1000;
/** Between two drawings. */
const REDRAW_MS = 100;
const BAR_COLUMNS = 30;

const SILENT: Progress = { update: () => {}, clear: () => {} };

/** The bar of a task on standard error; nothing at all when that is no terminal. */
export function createProgress(io: Io, what: string): Progress {
  if (io.stderr.isTTY !== true) return SILENT;
  const start = io.now();
  let drawn = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    update(done, total) {
      const now = io.now();
      if (now - start < PATIENCE_MS || now - drawn < REDRAW_MS) return;
      drawn = now;
      isShown = true;
      void write(io.stderr, `\r\u{1b}[2K${bar(done, total)} ${what}`);
    },
    clear() {
      if (isShown) void write(io.stderr, '\r\u{1b}[2K');
      isShown = false;
    },
  };
}

function bar(done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return `${done}`;
  const filled = Math.min(BAR_COLUMNS, Math.floor((done * BAR_COLUMNS) / total));
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_COLUMNS - filled)} ${done}/${total}`;
}
