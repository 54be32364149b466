import { plain } from './plain.ts';
import type { Workload } from './workload.ts';

/**
 * Products of a realistic workload under the conditions of the plain one: what a loan costs, what
 * secures it and whom the bank prefers stay as they are, while the conditions look at twelve fields
 * and no fact is missing. The documents come from the same two borders, so nothing is parsed again.
 */
export function twelve(workload: Workload): Workload {
  const { document, needs } = plain(workload);
  const criteria = document.products.map((product) => product.criteria ?? []);
  const products = workload.document.products.map((product, number) => ({
    ...product,
    criteria: criteria[number] ?? [],
  }));
  return {
    name: 'twelve',
    what: 'the conditions of plain, with the prices, limits and preferences of realistic',
    document: { ...workload.document, id: `bench-twelve-${products.length}`, products },
    needs,
  };
}
