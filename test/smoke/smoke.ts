import { type Catalog, compileCatalog, type MatchResult, match, type Money } from 'fulcrum-match';
import { parseCatalog } from 'fulcrum-match/schema';

const parsed = parseCatalog({});
if (parsed._tag === 'Right') {
  const catalog: Catalog = compileCatalog(parsed.right, { asOf: '2026-06-30' });
  const result: MatchResult = match(catalog, {
    id: 'n',
    amount: 100 as Money,
    termMonths: 12,
    enterprise: { id: 'e' },
  });
  const scores: readonly number[] = result.offers.map((offer) => offer.score.total);
  scores.at(0);
} else {
  const path: readonly (string | number)[] | undefined = parsed.left[0]?.path;
  path?.length;
}
