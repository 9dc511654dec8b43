/**
 * The session that the Checkout Page has in its own address. Pure.
 */
import { isFields, parseJson } from '../shared/json.ts';

/** As `renderComponent` would bring it. Undefined: the address has no session that can be read. */
export function dataFromAddress(search: string): unknown {
  const part4 = new URLSearchParams(search).get('sessionData')?.split('&&')[3];
  if (part4 === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(part4), (character) => character.charCodeAt(0));
    const sessionResult = parseJson(new TextDecoder().decode(bytes));
    return isFields(sessionResult) ? { sessionResult } : undefined;
  } catch {
    return undefined;
  }
}
