/** The English noun for a count: `1 month`, `0 months`, `12 months`. `many`: where it is no plain `s`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}
