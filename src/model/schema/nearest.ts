/** Longest word and most candidates for which a suggestion is looked for: it must stay cheap. */
const WORD_LIMIT = 64;
const CANDIDATE_LIMIT = 500;
const DISTANCE_LIMIT = 2;

/**
 * The candidate nearest to a word that may be misspelt: at most 2 letters inserted, dropped or
 * changed, capitals aside. The first of equals; `undefined` when none is near.
 */
export function nearest(word: unknown, candidates: Iterable<string>): string | undefined {
  if (typeof word !== 'string' || word.length > WORD_LIMIT) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  // A word of two letters is near to every other: the distance must stay below the length.
  let bestDistance = Math.min(DISTANCE_LIMIT + 1, word.length);
  let looked = 0;
  for (const candidate of candidates) {
    looked += 1;
    if (looked > CANDIDATE_LIMIT) break;
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein's distance, one row at a time: O(length x length). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
