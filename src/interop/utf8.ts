const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text, without a byte order mark, or `undefined` for bytes that are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
