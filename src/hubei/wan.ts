/** A whole number of 万元, the unit of Chinese policy texts, as a document amount in yuan. */
export function yuan(wan: number): string {
  return wan === 0 ? '0' : `${wan}0000`;
}
