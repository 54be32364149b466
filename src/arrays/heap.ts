/**
 * A heap of places ordered by their keys, the largest on top (Williams 1964): for the few largest of
 * many, without sorting all. Of equal keys any may come first.
 */

/** Makes the first `size` places a heap. O(size). */
export function makeHeap(places: Int32Array, size: number, keys: Int32Array): void {
  for (let at = (size >>> 1) - 1; at >= 0; at--) sink(places, size, keys, at);
}

/** Takes out the place on top; the heap is then `size - 1` long. O(log size). */
export function takeTop(places: Int32Array, size: number, keys: Int32Array): number {
  const top = places[0]!;
  places[0] = places[size - 1]!;
  sink(places, size - 1, keys, 0);
  return top;
}

function sink(places: Int32Array, size: number, keys: Int32Array, from: number): void {
  let at = from;
  const place = places[at]!;
  const key = keys[place]!;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && keys[places[child + 1]!]! > keys[places[child]!]!) child += 1;
    const other = places[child]!;
    if (keys[other]! <= key) break;
    places[at] = other;
    at = child;
  }
  places[at] = place;
}
