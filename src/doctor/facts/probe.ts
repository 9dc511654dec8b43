/**
 * What only a request can tell. Everything of the doctor's that goes over the network is here, and nothing of it without `probe`.
 */
import { SDK_VERSION } from 'antom-checkout-controller';
import { listen, type Environment } from '../../core/environment';
import { describeThrown } from '../../core/log';
import { readAnswer } from '../../core/response';
import { own, ownText } from '../../core/read';
import { glue, some } from '../../core/list';
import type { Refusal } from '../seen';
import type { Checked } from './controllers';
import type { Headers } from './csp';
import { clean } from '../journal';
import type { Facts, HostState } from './facts';
import { CASHIER, REGIONS, SDK_HOST, type Region } from './hosts';

/** For each request (ms); your endpoints get as long as the controller gives them by default. */
const PATIENCE = 8000;
const SESSION_PATIENCE = 30_000;
const INQUIRY_PATIENCE = 10_000;

export interface Probed {
  readonly facts: Partial<Facts>;
  readonly headers: Headers | null;
  /** What the session endpoint answered. */
  readonly session: unknown;
}

export interface ProbeInput {
  readonly controller: Checked;
  /** Given by the page, so that none has to be made. */
  readonly session: unknown;
  /** What one is made for. */
  readonly order: string | undefined;
  readonly region: Region | null;
  /** A started payment that this browser remembers. */
  readonly paymentRequestId: string | null;
  readonly signal: AbortSignal | undefined;
  /** Grows as the browser reports what it has refused. */
  readonly refusals: readonly Refusal[];
}

export function probe(env: Environment, input: ProbeInput): Promise<Probed> {
  const { controller } = input;
  const host = (url: string): Promise<HostState | null> =>
    within<HostState | null>(env, input, PATIENCE, () => askHost(env, url), silent).then((state) => unlessRefused(env, input, url, state));
  const region = REGIONS[input.region ?? 'SG'];
  const page = within<OwnAnswer | HostState | null>(env, input, PATIENCE, () => askOwn(env), silent);
  return Promise.all([
    page.then<OwnAnswer | HostState | null>((answer) =>
      answer === 'silent' ? unlessRefused(env, input, env.window.location.href, answer) : answer,
    ),
    // From a module it needs no host.
    controller.checkout === null || controller.sdkUrl !== null
      ? host(controller.sdkUrl ?? `${SDK_HOST}/package/ams-checkout/${SDK_VERSION}/dist/umd/ams-checkout.min.js`)
      : null,
    host(`${CASHIER}/`),
    host(`${region.api}/`),
    askSession(env, input),
  ]).then((answers) => {
    const own = typeof answers[0] === 'object' ? answers[0] : null;
    return {
      headers: own && { csp: own.csp },
      session: answers[4].session,
      facts: {
        probed: true,
        ownServer: own ? 'answers' : answers[0] === 'silent' ? 'silent' : null,
        embedderPolicy: own && own.embedderPolicy,
        clockOff: own && own.clockOff,
        sdkHost: answers[1],
        cashierHost: answers[2],
        apiHost: answers[3],
        ...answers[4].facts,
      },
    };
  });
}

type Why = 'late' | 'failed' | 'aborted';
const silent = (why: Why): 'silent' | null => (why === 'aborted' ? null : 'silent');

/** Never rejects. */
function within<T>(
  env: Environment,
  { signal }: ProbeInput,
  ms: number,
  work: () => Promise<T>,
  otherwise: (why: Why, thrown?: unknown) => T,
): Promise<T> {
  return new Promise((resolve) => {
    const settle = (value: T): void => {
      cancel();
      unlisten();
      resolve(value);
    };
    const abort = (): void => {
      settle(otherwise('aborted'));
    };
    const cancel = env.setTimer(() => {
      settle(otherwise('late'));
    }, ms);
    const unlisten = signal ? listen(signal, 'abort', abort) : (): void => undefined;
    if (signal?.aborted) {
      abort();
      return;
    }
    new Promise<T>((answer) => {
      answer(work());
    }).then(settle, (thrown: unknown) => {
      settle(otherwise('failed', thrown));
    });
  });
}

/** The page's own policy refuses the doctor's question too, and reports it a task later: then nobody knows what the host would say. */
function unlessRefused(env: Environment, { refusals }: ProbeInput, url: string, state: HostState | null): Promise<HostState | null> {
  if (state !== 'silent') return Promise.resolve(state);
  return new Promise((resolve) => {
    env.setTimer(() => {
      const origin = glue(url.split('/').slice(0, 3), '/');
      const isRefused = some(
        refusals,
        ({ directive, blocked }) =>
          /^(connect|default)-src$/.test(directive) && (blocked === origin || blocked.indexOf(`${origin}/`) === 0),
      );
      resolve(isRefused ? null : state);
    }, 0);
  });
}

interface OwnAnswer {
  readonly csp: string;
  readonly embedderPolicy: string;
  readonly clockOff: number | null;
}

/** The page itself, once more: its headers are what a script cannot read of the page that it is in. */
function askOwn(env: Environment): Promise<OwnAnswer> {
  const { window } = env;
  const url = window.location.href.replace(/#.*$/, '');
  const ask = (method: string): Promise<Response> => window.fetch(url, { method, cache: 'no-store', credentials: 'same-origin' });
  const begun = env.now();
  // A server that does not do HEAD still has the page.
  return ask('HEAD')
    .then((response) => (response.ok ? response : ask('GET')))
    .then(({ headers }) => {
      const date = Date.parse(headers.get('date') ?? '');
      // A cache says how old its answer is.
      const age = Number(headers.get('age') ?? 0) * 1000;
      const coep = headers.get('cross-origin-embedder-policy') ?? '';
      return {
        csp: headers.get('content-security-policy') ?? '',
        embedderPolicy: /^\s*(require-corp|credentialless)/.test(coep) ? `the header says ${coep.slice(0, 40)}` : '',
        clockOff: isNaN(date) || isNaN(age) ? null : Math.round((begun + env.now()) / 2 - date - age),
      };
    });
}

/** Without CORS nothing of an answer can be read, but that there was one. */
function askHost({ window }: Environment, url: string): Promise<HostState> {
  const ask = (mode: RequestMode, method = 'HEAD'): Promise<Response> =>
    window.fetch(url, { method, mode, cache: 'no-store', credentials: 'omit' });
  // Only of a script it matters what came; a server that does not do HEAD may have it all the same.
  const judge = ({ ok, headers }: Response): HostState =>
    !ok ? 'error' : /^text\/html/i.test(headers.get('content-type') ?? '') ? 'html' : 'answers';
  return ask('cors').then(
    (response) => (!/\.m?js$/.test(url) ? 'answers' : response.ok ? judge(response) : ask('cors', 'GET').then(judge)),
    () => ask('no-cors').then(() => 'answers'),
  );
}

interface SessionAnswer {
  readonly facts: Partial<Facts>;
  readonly session: unknown;
}

function askSession(env: Environment, input: ProbeInput): Promise<SessionAnswer> {
  const { controller, session, order, signal, paymentRequestId } = input;
  const { createPaymentSession } = controller;
  const begun = env.elapsed();
  const made: Promise<SessionAnswer> =
    session !== undefined || !createPaymentSession
      ? Promise.resolve({ facts: {}, session })
      : within<SessionAnswer>(
          env,
          input,
          SESSION_PATIENCE,
          () => readSession(createPaymentSession({ signal, order })),
          (why, thrown) => ({
            facts: why === 'failed' ? failureOf(thrown) : why === 'late' ? LATE : {},
            session: undefined,
          }),
        ).then((answer) =>
          // How long a refusal takes is no fault.
          answer.session === undefined ? answer : { ...answer, facts: { ...answer.facts, sessionMs: Math.round(env.elapsed() - begun) } },
        );
  return made.then((answer) =>
    askInquiry(env, input, ownText(answer.session, 'paymentRequestId') ?? paymentRequestId).then((inquiry) => ({
      facts: { ...answer.facts, ...inquiry },
      session: answer.session,
    })),
  );
}

const LATE: Partial<Facts> = { lastStatus: 'error', lastCode: 'session-timeout' };

function readSession(answering: unknown): Promise<SessionAnswer> {
  return Promise.resolve(answering).then((raw) => {
    const http = httpFacts(raw);
    return new Promise((resolve) => {
      resolve(readAnswer(raw));
    }).then(
      (session) => {
        const refusal = refusalOf(session);
        // It says why there is no session: what it looks like is then no fault.
        return refusal ? { facts: { ...http, ...refusal }, session: undefined } : { facts: http, session };
      },
      (thrown: unknown) => ({ facts: { ...http, ...failureOf(thrown) }, session: undefined }),
    );
  });
}

/** Of a Response: what its status line and headers say. */
function httpFacts(raw: unknown): Partial<Facts> {
  if (typeof raw !== 'object' || raw === null || typeof (raw as Partial<Response>).headers?.get !== 'function') return {};
  const { status, redirected, headers } = raw as Response;
  return { sessionStatus: status, sessionRedirected: redirected, sessionType: (headers.get('content-type') ?? '').slice(0, 60) };
}

function refusalOf(session: unknown): Partial<Facts> | null {
  const result = own(session, 'result');
  if (result === undefined || own(result, 'resultStatus') === 'S') return null;
  return {
    lastStatus: 'error',
    lastCode: 'session-request-failed',
    lastReason: ownText(result, 'resultCode') ?? null,
    lastMessage: clean(ownText(result, 'resultMessage') ?? ''),
  };
}

function failureOf(thrown: unknown): Partial<Facts> {
  const details = own(thrown, 'details');
  return {
    lastStatus: 'error',
    lastCode: 'session-request-failed',
    lastReason: ownText(details, 'resultCode') ?? null,
    lastMessage: clean(describeThrown(thrown)),
  };
}

function askInquiry(env: Environment, input: ProbeInput, id: string | null): Promise<Partial<Facts>> {
  const { inquiryPayment } = input.controller;
  if (!inquiryPayment || id === null) return Promise.resolve({});
  const begun = env.elapsed();
  const ask = (): Promise<string> =>
    Promise.resolve(inquiryPayment({ paymentRequestId: id, signal: input.signal }))
      .then(readAnswer)
      .then((answer) => judge(answer, id));
  return within<string | null>(env, input, INQUIRY_PATIENCE, ask, (why, thrown) =>
    why === 'failed' ? `failed: ${clean(describeThrown(thrown))}` : why === 'late' ? 'none in 10 s' : null,
  ).then((inquiry) => (inquiry === null ? {} : { inquiry, inquiryMs: Math.round(env.elapsed() - begun) }));
}

/** What the controller would make of it: see confirmation/answer.ts. Empty where it can be used. */
function judge(answer: unknown, id: string): string {
  if (typeof answer !== 'object' || answer === null) return 'it is no object';
  const theirs = own(answer, 'paymentRequestId');
  const result = own(answer, 'result');
  if (theirs !== undefined && theirs !== id) return 'another id';
  const isMissing = own(result, 'resultCode') === 'ORDER_NOT_EXIST';
  if (isMissing) return '';
  if (result !== undefined && own(result, 'resultStatus') !== 'S') return `result: ${String(own(result, 'resultCode')).slice(0, 60)}`;
  const status = own(answer, 'paymentStatus');
  if (status === undefined) return result === undefined ? 'it has neither paymentStatus nor result' : 'only result';
  return typeof status === 'string' && /^(SUCCESS|FAIL|PROCESSING|CANCELLED|PENDING)$/.test(status)
    ? ''
    : 'a paymentStatus that Antom does not have';
}
