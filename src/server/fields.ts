/** Reading objects that somebody else made: own members only, so that nothing comes from a polluted `Object.prototype`. */

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object's own member; undefined for what is no object. */
export function own(value: unknown, name: string): unknown {
  return isFields(value) && Object.prototype.hasOwnProperty.call(value, name) ? value[name] : undefined;
}

/** The own member as a string that is not empty; else null. */
export function text(value: unknown, name: string): string | null {
  const member = own(value, name);
  return typeof member === 'string' && member !== '' ? member : null;
}

/** Undefined for what is not JSON. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
