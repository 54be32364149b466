import { compareText } from './digest.ts';

/**
 * JSON in which equal parts stand once. Thousands of products are made of the same few conditions
 * and price rows, so that their text is mostly repetition.
 *
 * The text is a list of nodes, each a list or an object. What stands inside a node is a text, a
 * number, `true`, `false` or `null` as it is; a list or an object is `[place]`, the place of an earlier
 * node. The last node is the value.
 *
 *   [{"min":1}, {"age":[0],"size":[0]}, [[1],[1],7]]   stands for   [{ age: { min: 1 }, ... }, ...]
 *
 * A node stands where it is first complete, members in the order of keys: one value has one text.
 */

/** Nodes while they are collected. */
interface Collection {
  readonly nodes: string[];
  readonly places: Map<string, number>;
  readonly keys: Map<string, string>;
}

/**
 * Packs a list or an object. Absent and `undefined` members are the same. Throws TypeError for
 * numbers that are no safe integers, and for what JSON does not know.
 */
export function packFragments(value: object): string {
  const collection: Collection = { nodes: [], places: new Map(), keys: new Map() };
  placeNode(collection, value);
  return `[${collection.nodes.join()}]`;
}

/** The place of the node of a list or an object. */
function placeNode(collection: Collection, value: object): number {
  const node = Array.isArray(value)
    ? listNode(collection, value)
    : objectNode(collection, value as Readonly<Record<string, unknown>>);
  const { nodes, places } = collection;
  const known = places.get(node);
  if (known !== undefined) return known;
  places.set(node, nodes.length);
  nodes.push(node);
  return nodes.length - 1;
}

function listNode(collection: Collection, list: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < list.length; i++) {
    if (i > 0) text += ',';
    text += partText(collection, list[i]);
  }
  return `${text}]`;
}

function objectNode(collection: Collection, members: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const key of Object.keys(members).sort(compareText)) {
    const member = members[key];
    if (member === undefined) continue;
    let name = collection.keys.get(key);
    if (name === undefined) {
      name = `${JSON.stringify(key)}:`;
      collection.keys.set(key, name);
    }
    text += `${text === '' ? '' : ','}${name}${partText(collection, member)}`;
  }
  return `{${text}}`;
}

function partText(collection: Collection, part: unknown): string {
  switch (typeof part) {
    case 'object':
      return part === null ? 'null' : `[${placeNode(collection, part)}]`;
    case 'string':
    case 'boolean':
      return JSON.stringify(part);
    case 'number':
      if (!Number.isSafeInteger(part)) {
        throw new TypeError(`packFragments: ${part} is no safe integer`);
      }
      return String(part);
    default:
      throw new TypeError(`packFragments: cannot write a ${typeof part}`);
  }
}

/**
 * The value that was packed; equal parts are one object, which must not be changed. `undefined` for a
 * text that was not packed so. O(n).
 */
export function unpackFragments(text: string): unknown {
  try {
    const nodes: unknown = JSON.parse(text);
    if (!Array.isArray(nodes)) return undefined;
    for (let place = 0; place < nodes.length; place++) {
      const node: unknown = nodes[place];
      if (typeof node !== 'object' || node === null) return undefined;
      const members = node as Record<string, unknown>;
      for (const key in members) {
        const part = members[key];
        if (typeof part !== 'object' || part === null) continue;
        const before = (part as readonly unknown[])[0];
        // Only what stands earlier is complete.
        if (!(typeof before === 'number' && before >= 0 && before < place)) return undefined;
        members[key] = nodes[before];
      }
    }
    return nodes.at(-1);
  } catch {
    return undefined;
  }
}
