/**
 * What the SDK itself (1.47.2) needs of an engine below Safari 10.1. Served in front of its file, never in front of the library's.
 */
const has = (owner: object, name: string): boolean => (owner as Record<string, unknown>)[name] !== undefined;

if (!has(Object, 'entries')) {
  Object.assign(Object, {
    entries: (object: Record<string, unknown>) => Object.keys(object).map((key) => [key, object[key]]),
    values: (object: Record<string, unknown>) => Object.keys(object).map((key) => object[key]),
  });
}
if (!has(window, 'TextDecoder')) {
  const hex = (byte: number): string => `%${(byte + 0x100).toString(16).slice(1)}`;
  Object.assign(window, {
    TextDecoder: class {
      decode(bytes: Uint8Array): string {
        return decodeURIComponent(Array.prototype.map.call(bytes, hex).join(''));
      }
    },
  });
}
// AMSElement reads its frame's address. Where it is there, it cannot be read of the prototype.
if (!('searchParams' in URL.prototype)) {
  Object.defineProperty(URL.prototype, 'searchParams', {
    get(this: URL) {
      const pairs = this.search
        .slice(1)
        .split('&')
        .map((pair) => pair.split('='));
      return {
        get: (name: string): string | null => {
          const found = pairs.filter(([key]) => key === name)[0];
          return found === undefined ? null : decodeURIComponent((found[1] ?? '').replace(/\+/g, ' '));
        },
      };
    },
  });
}
