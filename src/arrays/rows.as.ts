/*
 * Rows of bits, in AssemblyScript: `intersectListed` and `uniteListed` of the kernel beside this file.
 */

/**
 * Intersects the rows whose addresses stand from `starts` on into one row, and the rows from `moreStarts`
 * on with them into another, 512 bits at a time in four registers of 128. `bytes`, of a row, is a
 * multiple of 64.
 */
export function intersect(
  starts: usize,
  count: i32,
  moreStarts: usize,
  more: i32,
  bytes: usize,
  out: usize,
  moreOut: usize,
): void {
  const end = starts + ((<usize>count) << 2);
  const moreEnd = moreStarts + ((<usize>more) << 2);
  for (let at: usize = 0; at < bytes; at += 64) {
    let a = i64x2.splat(-1);
    let b = a;
    let c = a;
    let d = a;
    for (let p = starts; p < end; p += 4) {
      const row = load<usize>(p) + at;
      a = v128.and(a, v128.load(row));
      b = v128.and(b, v128.load(row, 16));
      c = v128.and(c, v128.load(row, 32));
      d = v128.and(d, v128.load(row, 48));
    }
    v128.store(out + at, a);
    v128.store(out + at, b, 16);
    v128.store(out + at, c, 32);
    v128.store(out + at, d, 48);
    for (let p = moreStarts; p < moreEnd; p += 4) {
      const row = load<usize>(p) + at;
      a = v128.and(a, v128.load(row));
      b = v128.and(b, v128.load(row, 16));
      c = v128.and(c, v128.load(row, 32));
      d = v128.and(d, v128.load(row, 48));
    }
    v128.store(moreOut + at, a);
    v128.store(moreOut + at, b, 16);
    v128.store(moreOut + at, c, 32);
    v128.store(moreOut + at, d, 48);
  }
}

/**
 * Unites what is in all rows of the first list, nothing where it is empty, and all rows of the second
 * into one row, which is none of them.
 */
export function unite(
  starts: usize,
  count: i32,
  moreStarts: usize,
  more: i32,
  bytes: usize,
  out: usize,
): void {
  const end = starts + ((<usize>count) << 2);
  const moreEnd = moreStarts + ((<usize>more) << 2);
  for (let at: usize = 0; at < bytes; at += 64) {
    let a = i64x2.splat(count === 0 ? 0 : -1);
    let b = a;
    let c = a;
    let d = a;
    for (let p = starts; p < end; p += 4) {
      const row = load<usize>(p) + at;
      a = v128.and(a, v128.load(row));
      b = v128.and(b, v128.load(row, 16));
      c = v128.and(c, v128.load(row, 32));
      d = v128.and(d, v128.load(row, 48));
    }
    for (let p = moreStarts; p < moreEnd; p += 4) {
      const row = load<usize>(p) + at;
      a = v128.or(a, v128.load(row));
      b = v128.or(b, v128.load(row, 16));
      c = v128.or(c, v128.load(row, 32));
      d = v128.or(d, v128.load(row, 48));
    }
    v128.store(out + at, a);
    v128.store(out + at, b, 16);
    v128.store(out + at, c, 32);
    v128.store(out + at, d, 48);
  }
}
