/** One call of Antom's API: signed, sent, and its answer believed or refused. It knows nothing of payments. */
import type { AntomAnswer } from './answers';
import { LIMIT, readBody } from './body';
import { fromUtf8, type Bytes } from './bytes';
import { AntomServerError, isAntomServerError } from './errors';
import { isFields, own, parseJson } from './fields';
import type { Settings } from './options';
import { faultOf, sign } from './signature';
import { DAY, readTime } from './time';

export interface Keys {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** Time, for tests to hold in their hand. */
export interface Clock {
  /** ms since the epoch. */
  readonly now: () => number;
  /** Runs `task` after so many ms; the answer takes that back. */
  readonly after: (ms: number, task: () => void) => () => void;
}

export const CLOCK: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

interface Received {
  readonly headers: Headers;
  readonly body: Bytes;
}

const refused = (what: string): AntomServerError => new AntomServerError('answer-refused', `Antom's answer cannot be believed: ${what}.`);

export async function callGateway(settings: Settings, keys: Keys, clock: Clock, api: string, json: string): Promise<AntomAnswer> {
  const { clientId, gateway, base } = settings;
  const path = base + api;
  const time = String(clock.now());
  const received = await send(settings, clock, gateway + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'client-id': clientId,
      'request-time': time,
      signature: await sign({ path, clientId, time, body: json }, keys.privateKey),
    },
    body: json,
    // A redirect would take the signed request to another host. Not 'error', which Workers refuse.
    redirect: 'manual',
  });
  return believe(settings, keys, clock, path, received);
}

/** The answer's headers and bytes, all within `timeout`. */
async function send({ fetch, timeout }: Settings, clock: Clock, url: string, init: RequestInit): Promise<Received> {
  const { origin } = new URL(url);
  const aborter = new AbortController();
  let giveUp: (reason: AntomServerError) => void;
  const late = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const cancel = clock.after(timeout, () => {
    // First the reason, then what it causes.
    giveUp(new AntomServerError('gateway-timeout', `The gateway at ${origin} did not answer within ${String(timeout)} ms.`));
    aborter.abort();
  });
  const answer = (async () => {
    const response = await fetch(url, { ...init, signal: aborter.signal });
    if (response.status !== 200) {
      await response.body?.cancel().catch(() => undefined);
      // Where a runtime hides a redirect, its status is 0.
      const isRedirect = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400);
      throw refused(isRedirect ? 'it is a redirect, which is not followed' : `its HTTP status is ${String(response.status)}`);
    }
    const body = await readBody(response, false);
    if (body === 'too-large') throw refused(`it has more than ${String(LIMIT)} bytes`);
    return { headers: response.headers, body };
  })();
  try {
    // A `fetch` that does not look at the signal is not waited for.
    return await Promise.race([answer, late]);
  } catch (cause) {
    if (isAntomServerError(cause)) throw cause;
    throw new AntomServerError(
      'gateway-unreachable',
      `The gateway at ${origin} did not answer: it cannot be reached, or the connection broke.`,
      { cause },
    );
  } finally {
    cancel();
    // When it was late, nobody hears it any more.
    answer.catch(() => undefined);
  }
}

async function believe(
  { clientId }: Settings,
  { publicKey }: Keys,
  clock: Clock,
  path: string,
  { headers, body }: Received,
): Promise<AntomAnswer> {
  const time = headers.get('response-time') ?? '';
  const fault = await faultOf({ path, clientId, time, body }, headers.get('signature'), publicKey);
  if (fault !== null) {
    const type = headers.get('content-type') ?? 'no content type';
    throw new AntomServerError(
      'answer-unsigned',
      `Antom's answer cannot be believed: ${UNSIGNED[fault]} (${type.slice(0, 60)}). It is a proxy's page or another gateway's, or publicKey is not Antom's.`,
    );
  }
  if (headers.get('client-id') !== clientId) throw refused('it is for another client');
  const at = readTime(time);
  if (at === null) throw refused('its response-time is no time');
  if (Math.abs(clock.now() - at) > DAY)
    throw refused("its response-time is more than a day off: it is an old one, or this server's clock is wrong");
  const answer = parseJson(fromUtf8(body) ?? '');
  const status = own(own(answer, 'result'), 'resultStatus');
  if (!isFields(answer) || (status !== 'S' && status !== 'F' && status !== 'U')) throw refused('it has no result');
  return answer as unknown as AntomAnswer;
}

const UNSIGNED = {
  missing: 'it is not signed',
  malformed: 'its signature cannot be read',
  mismatch: "its signature is not Antom's",
} as const;
