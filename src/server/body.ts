/** Reads a body that somebody else sends: never more than the limit, whatever its headers promise. */
import { concat, type Bytes } from './bytes';
import { inTime } from './in-time';

/** Bytes. Antom's largest answers have some kilobytes. */
export const LIMIT = 1024 * 1024;

/**
 * `too-large`: nothing beyond the limit was read.
 *
 * @param isOurs whether nobody else looks at the time: then a body that has not ended after 10 s is given up, and this rejects
 */
export async function readBody(message: Pick<Request, 'body' | 'headers'>, isOurs: boolean): Promise<Bytes | 'too-large'> {
  if (Number(message.headers.get('content-length') ?? 0) > LIMIT) {
    // Not waited for: whoever sends may never end.
    message.body?.cancel().catch(() => undefined);
    return 'too-large';
  }
  if (message.body === null) return new Uint8Array(0);
  const reader = message.body.getReader();
  const cancel = (): void => {
    reader.cancel().catch(() => undefined);
  };
  const whole = readAll(reader, cancel);
  return isOurs ? inTime(whole, 'The body', cancel) : whole;
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, cancel: () => void): Promise<Bytes | 'too-large'> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(parts);
    length += value.length;
    if (length > LIMIT) {
      cancel();
      return 'too-large';
    }
    parts.push(value);
  }
}
