/**
 * What the browser has refused since this file was loaded, and before, where it still tells (ReportingObserver). Nothing asks for it again later.
 */
import { browserEnvironment, listen, type Environment } from '../core/environment';
import { add, each, some } from '../core/list';
import { redactUrl } from '../core/log';

export interface Refusal {
  /** As the browser names it: `script-src-elem`, `trusted-types`; `coep` for what a Cross-Origin-Embedder-Policy refused. */
  readonly directive: string;
  /** An address without its query, or what it is instead: `inline`, `wasm-eval`. */
  readonly blocked: string;
}

export interface Seen {
  readonly refusals: Refusal[];
  readonly stop: () => void;
}

interface ObservedReport {
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** More than that say nothing new. */
const MOST = 200;

export function observe(env: Environment): Seen {
  const refusals: Refusal[] = [];
  const note = (directive: unknown, blocked: unknown, disposition: unknown): void => {
    const entry = { directive: String(directive), blocked: redactUrl(String(blocked)) };
    // What is only reported is not refused.
    if (disposition === 'report' || disposition === 'reporting' || refusals.length >= MOST) return;
    if (!some(refusals, (known) => known.directive === entry.directive && known.blocked === entry.blocked)) add(refusals, entry);
  };
  const unlisten = listen(env.document, 'securitypolicyviolation', (event) => {
    const { effectiveDirective, blockedURI, disposition } = event as SecurityPolicyViolationEvent;
    note(effectiveDirective, blockedURI, disposition);
  });
  const { ReportingObserver } = env.window as {
    ReportingObserver?: new (
      heard: (reports: readonly ObservedReport[]) => void,
      options: object,
    ) => { observe(): void; disconnect(): void };
  };
  let disconnect = (): void => undefined;
  try {
    if (ReportingObserver) {
      const observer = new ReportingObserver(
        (reports) => {
          each(reports, ({ type, body }) => {
            if (!body) return;
            if (type === 'coep') note('coep', body['blockedURL'], body['disposition']);
            else note(body['effectiveDirective'], body['blockedURL'] ?? body['blockedURI'], body['disposition']);
          });
        },
        { types: ['coep', 'csp-violation'], buffered: true },
      );
      observer.observe();
      disconnect = () => {
        observer.disconnect();
      };
    }
  } catch {
    // Another engine's, or the page's own.
  }
  return {
    refusals,
    stop: () => {
      unlisten();
      disconnect();
    },
  };
}

const env = browserEnvironment();
/** Of this page, from the moment on when the doctor was loaded. */
/* v8 ignore next -- a test of this layer has a window */
export const seen: Seen = env ? observe(env) : { refusals: [], stop: () => undefined };
