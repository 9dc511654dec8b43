/** A notification as it came in, from any framework: its path, its headers, its raw bytes, and nothing believed yet. */
import { LIMIT, readBody } from './body';
import { utf8, type Bytes } from './bytes';
import { AntomServerError } from './errors';
import { isFields } from './fields';

/** For frameworks without `Request`. */
export interface NotificationRequest {
  readonly method: string;
  /** As it came: the path with its query, or the whole address. In Express `request.originalUrl`, since a router shortens `request.url`. */
  readonly url: string;
  /** By any spelling of their names: Node's `request.headers` will do. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The raw body: `express.raw()`, not `express.json()`. */
  readonly body: string | Uint8Array;
}

export interface Incoming {
  /** What Antom may have signed as the address: with its query, and without. */
  readonly paths: readonly string[];
  readonly header: (name: string) => string | null;
  readonly body: Bytes;
}

const refuse = (message: string): AntomServerError => new AntomServerError('notification-refused', message);

export async function readIncoming(request: Request | NotificationRequest, notifyPath: string | null): Promise<Incoming> {
  if (!isFields(request)) throw refuse('readNotification() takes a Request, or its method, url, headers and raw body.');
  const { method, url, headers } = request;
  if (typeof method !== 'string' || method.toUpperCase() !== 'POST') throw refuse('A notification is a POST.');
  return { paths: pathsOf(notifyPath ?? url), header: headerReader(headers), body: await bodyOf(request) };
}

/**
 * Antom documents that the query is signed too (digital_signature, "http-uri"), and its own samples verify without it. Neither is read from,
 * so either will do.
 */
function pathsOf(address: unknown): readonly string[] {
  if (typeof address !== 'string') throw refuse('url must be the address of the notification, as a string.');
  // Not by `new URL`, which would tidy the path up: what was signed is what was sent.
  const [path = ''] = address.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').split('#');
  const [plain = ''] = path.split('?');
  return plain === path ? [path || '/'] : [path, plain];
}

/** Own members alone. What is there twice is joined, as `Headers` does it, and is then nobody's signature. */
function headerReader(headers: unknown): Incoming['header'] {
  if (typeof headers !== 'object' || headers === null) throw refuse('headers must be those of the notification.');
  if (typeof (headers as Headers).get === 'function') return (name) => (headers as Headers).get(name);
  const known = new Map<string, string>();
  for (const [name, value] of Object.entries(headers as Readonly<Record<string, unknown>>)) {
    const values = (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
    const before = known.get(name.toLowerCase());
    if (values.length > 0) known.set(name.toLowerCase(), [...(before === undefined ? [] : [before]), ...values].join(', '));
  }
  return (name) => known.get(name) ?? null;
}

async function bodyOf(request: Request | NotificationRequest): Promise<Bytes> {
  const { body } = request;
  if (typeof body === 'string' || body instanceof Uint8Array) {
    const bytes = typeof body === 'string' ? utf8(body) : Uint8Array.from(body);
    if (bytes.length > LIMIT) throw tooLarge();
    return bytes;
  }
  if (!isStream(request)) throw refuse('body must be the raw body, as a string or bytes: a parsed one has other bytes, and no signature.');
  if (request.bodyUsed || request.body?.locked === true)
    throw refuse('The body was read before: hand the request over first, or its raw body in a record.');
  const bytes = await readBody(request, true).catch((cause: unknown) => {
    throw new AntomServerError('notification-refused', 'The body broke off.', { cause });
  });
  if (bytes === 'too-large') throw tooLarge();
  return bytes;
}

/** By what it can do, not by `instanceof`: a framework may bring its own `Request`. */
const isStream = (request: object): request is Request =>
  'bodyUsed' in request && typeof (request as Request).headers.get === 'function' && 'arrayBuffer' in request;

const tooLarge = (): AntomServerError =>
  new AntomServerError('notification-too-large', `A notification has at most ${String(LIMIT)} bytes.`);
