/**
 * Reading JSON that somebody else wrote: nothing about it is known beforehand.
 */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object's member as an object; an empty one when it is none. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** Undefined for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
