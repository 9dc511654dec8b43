/** The options of `createAntom()`, and what is wrong with them, before anything is sent. */
import { AntomServerError } from './errors';
import { own, text } from './fields';
import { isOnePair, readKey, type KeyText } from './keys';

export interface AntomOptions {
  /** From Antom's dashboard. One of the sandbox begins with `SANDBOX_`. */
  readonly clientId: string;
  /** Yours: PKCS#8, base64 as Antom's dashboard gives it, or PEM, also with `\n` in two characters. */
  readonly privateKey: string;
  /** Antom's, not yours: SPKI, base64 or PEM. */
  readonly publicKey: string;
  /** Which paths are called: `/ams/sandbox/api/…` or `/ams/api/…`. */
  readonly environment: 'sandbox' | 'prod';
  /**
   * Origin of Antom's gateway. Default: Asia's, `https://open-sea-global.alipay.com`; North America's is `https://open-na-global.alipay.com`,
   * Europe's `https://open-de-global.alipay.com`. http is taken for this machine only.
   */
  readonly gateway?: string | undefined;
  /** ms that Antom has for a whole answer. Default: 8000, less than the 10 s that the page's library gives an inquiry. */
  readonly timeout?: number | undefined;
  /** Default: the runtime's. */
  readonly fetch?: typeof fetch | undefined;
  /**
   * Path, with the query if there is one, of the `paymentNotifyUrl` that Antom knows. Default: that of the request. Needed where a proxy or a
   * base path changes the path on its way, since Antom signs its own.
   */
  readonly notifyPath?: string | undefined;
}

/** The options, read once. */
export interface Settings {
  readonly clientId: string;
  readonly privateKey: KeyText;
  readonly publicKey: KeyText;
  readonly base: string;
  readonly gateway: string;
  readonly timeout: number;
  readonly fetch: typeof fetch;
  readonly notifyPath: string | null;
}

export const PRIVATE = { name: 'privateKey', kind: 'private' } as const;
export const PUBLIC = { name: 'publicKey', kind: 'public' } as const;
const ASIA = 'https://open-sea-global.alipay.com';
const PATHS = { sandbox: '/ams/sandbox/api/v1/', prod: '/ams/api/v1/' } as const;

/** @throws AntomServerError `invalid-options` with every fault, or `invalid-key` */
export function readOptions(options: AntomOptions): Settings {
  const faults: string[] = [];
  const clientId = own(options, 'clientId');
  const environment = own(options, 'environment');
  const timeout = own(options, 'timeout') ?? 8000;
  const given = own(options, 'fetch');
  const notifyPath = own(options, 'notifyPath') ?? null;
  const gateway = own(options, 'gateway') === undefined ? ASIA : originOf(text(options, 'gateway'));
  // It goes into a header and into what is signed. A key that was pasted here is too long, and is not quoted.
  if (clientId === undefined || clientId === '')
    // The beginning of most shops: the environment variables are not there, and the keys are missing too.
    faults.push('clientId is empty: is its environment variable set?');
  else if (typeof clientId !== 'string' || !/^[\w-]{1,64}$/.test(clientId))
    faults.push('clientId is not a client id: it has 1 to 64 letters, digits and underscores, for example SANDBOX_5X00000000000000.');
  if (environment !== 'sandbox' && environment !== 'prod') faults.push("environment must be 'sandbox' or 'prod'.");
  else if (environment === 'prod' && /^SANDBOX_/.test(String(clientId)))
    faults.push("environment is 'prod', and clientId is one of the sandbox.");
  if (gateway === null)
    faults.push('gateway must be the https origin of a gateway of Antom, without a path; http is taken for this machine only.');
  if (typeof timeout !== 'number' || !(timeout >= 1 && timeout <= 120_000)) faults.push('timeout must be a number of ms from 1 to 120000.');
  if (given !== undefined && typeof given !== 'function') faults.push('fetch must be a function.');
  if (notifyPath !== null && (typeof notifyPath !== 'string' || !/^\/[\x21-\x7e]*$/.test(notifyPath)))
    faults.push('notifyPath must be a path that begins with a slash, without the host.');
  if (faults.length > 0) throw new AntomServerError('invalid-options', `createAntom(): ${faults.join(' ')}`, { faults });

  const privateKey = readKey(own(options, 'privateKey'), PRIVATE);
  const publicKey = readKey(own(options, 'publicKey'), PUBLIC);
  if (isOnePair(privateKey, publicKey))
    throw new AntomServerError(
      'invalid-key',
      "publicKey belongs to privateKey: it must be Antom's public key, which the dashboard shows beside yours.",
    );
  return {
    clientId: clientId as string,
    privateKey,
    publicKey,
    base: PATHS[environment as keyof typeof PATHS],
    gateway: gateway as string,
    timeout: timeout as number,
    // Looked up at each call: a runtime, or a test, may put another one in its place. Called without `this`, which Workers refuse.
    fetch: (given as typeof fetch | undefined) ?? ((input, init) => fetch(input, init)),
    notifyPath: notifyPath as string | null,
  };
}

/** Signed or not, payments do not travel in the clear, except on this machine. */
function originOf(address: string | null): string | null {
  let url: URL;
  try {
    url = new URL(address ?? '');
  } catch {
    return null;
  }
  const isHere = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return null;
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '' ? url.origin : null;
}
