/**
 * Structured, redacted log entries for the merchant's `logger`. Nothing is printed.
 */
import { glue, map } from './list';
import type { Environment } from './environment';

/** Structured, redacted: no session data, no personal data. */
export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** What happened, a stable dotted name; docs/logging.md lists them. */
  readonly name: string;
  /** ms since the epoch */
  readonly at: number;
  readonly attemptId?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export type Log = (level: LogEntry['level'], name: string, details?: LogEntry['details'], attemptId?: string) => void;

export function createLog(env: Environment | null, logger: ((entry: LogEntry) => void) | undefined): Log {
  if (!logger) return () => undefined;
  return (level, name, details, attemptId) => {
    const at = env ? env.now() : Date.now();
    try {
      logger({ level, name, at, ...(attemptId === undefined ? {} : { attemptId }), ...(details ? { details } : {}) });
    } catch {
      // A logger that throws must not end a payment, and there is nowhere left to say so.
    }
  };
}

/** What joins the parts of a paymentSessionData: as it is, in a URL, as Java's Gson writes it, in HTML. */
const JOINT = /&&|%26%26|\\u0026\\u0026|&amp;&amp;/i;
/** A piece of one, cut at a space that was a plus or at the end of a line. */
const PIECE = /[A-Za-z0-9+/=%]{60}/;

/** A message of the SDK's or a server's, cut to a line's length and without session data. */
export function redact(text: string): string {
  return glue(
    map(text.split(/([\s"'<>]+)/), (word) => (JOINT.test(word) || PIECE.test(word) ? '[session data]' : word)),
    '',
  ).slice(0, 300);
}

/** `https://host/path` without user, query and fragment, which may hold secrets. */
export function redactUrl(url: string): string {
  return url.replace(/[?#].*$/, '').replace(/\/\/[^/]*@/, '//');
}

/** The message of whatever was thrown. Never throws itself. */
export function describeThrown(thrown: unknown): string {
  try {
    if (typeof thrown !== 'object' || thrown === null) return redact(String(thrown));
    const { message, status, statusText, code = thrown } = thrown as Partial<Record<'message' | 'status' | 'statusText' | 'code', object>>;
    if (message !== undefined) return redact(text(message));
    // jQuery rejects with its request, other libraries with an object of their own.
    if (typeof status === 'number')
      return redact(`the request failed with status ${String(status)}${statusText === undefined ? '' : ` (${text(statusText)})`}`);
    return redact(text(code).replace(/^\[object .*/, 'an object without a message'));
  } catch {
    return 'an error that cannot be read';
  }
}

function text(value: object): string {
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- whatever it is: what throws here is caught above
  return String(value);
}
