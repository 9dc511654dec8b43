/**
 * The payment session: is it one, for whom was it made, how did it come.
 */
import { ended, failedAs, has, seconds, when, type Row } from './row';
import type { Facts } from '../facts/facts';

/** A session that was looked at, or that the last payment was refused for. */
const faulty =
  (code: string, evidence: string) =>
  (facts: Facts): string | null =>
    when(has(facts.sessionFaults, code) || failedAs(facts, 'session-invalid', code), evidence);

const fault = (id: Row['id'], code: string, title: string, evidence: string, remedy: string): Row => ({
  id,
  stage: 'session',
  level: 'fatal',
  title,
  remedy,
  symptoms: ['refused'],
  seen: faulty(code, evidence),
});

/** Why a session is none for this call of this controller: the error has one code for all three. */
function mismatch(facts: Facts, wanted: 'unknown' | 'other' | 'call'): string | null {
  if (!failedAs(facts, 'session-mismatch')) return null;
  const message = String(facts.lastMessage);
  const why = /for an unknown product/.test(message) ? 'unknown' : /is opened by (mount|pay)\(\)/.test(message) ? 'call' : 'other';
  return when(why === wanted, ended(facts));
}

/** A request that takes longer is felt by the buyer (ms). */
const SLOW = 3000;

const unknownProduct = faulty('unknown-product', 'Its fourth part names no product that this version opens.');

export const SESSION: readonly Row[] = [
  fault(
    'D301',
    'not-a-session',
    'The answer has no session in it',
    'There is no string `paymentSessionData`.',
    "Return createPaymentSession's answer as it is: no wrapper around it, no Promise inside of it, not `null`, and not nothing because of a missing `return`.",
  ),
  fault(
    'D302',
    'empty',
    'The session is empty',
    '`paymentSessionData` is an empty string.',
    'Look at what Antom answered your server: `result.resultCode` says why there is no session. Do not read the field before the answer is there.',
  ),
  fault(
    'D303',
    'html',
    'The session is HTML',
    '`paymentSessionData` is a page, or was escaped for HTML.',
    'Let your server answer with JSON. A page comes from a sign-in, an error or a proxy; `&amp;` comes from a template: do not escape the session.',
  ),
  fault(
    'D304',
    'json',
    'The session is JSON in a string',
    'What should be `paymentSessionData` is JSON, or was cut out of it with its escapes.',
    'Parse the answer once, with `response.json()`, and hand over the object. If that is a string, your server encodes twice: it must not stringify what is JSON already.',
  ),
  fault(
    'D305',
    'percent-encoded',
    'The session was encoded for an address',
    '`paymentSessionData` has %26 in the place of &.',
    'Do not put the session into an address or a cookie. If it must be, decode it once.',
  ),
  fault(
    'D306',
    'spaces',
    'The session has white space in it',
    'A `+` has become a space, or a line was broken.',
    'Send the session as JSON, not as a form field: form decoding makes a space of each `+`.',
  ),
  fault(
    'D307',
    'missing-parts',
    'The session has fewer than four parts',
    '`paymentSessionData` was cut at an `&`, or never had four parts.',
    "Hand it over whole: `A&&B&&C&&D`. A form or query parser cuts it at `&`. The three-part sample of Antom's 2024 guide cannot be opened.",
  ),
  fault(
    'D308',
    'truncated',
    'The session was cut short',
    'Its fourth part cannot be read.',
    'Look for what stores it on its way: a database column of 255 or 2000 characters, a log, a cookie. Sessions have about 2 kB, and may have more.',
  ),
  {
    id: 'D309',
    stage: 'session',
    level: 'fatal',
    title: 'The session names a product that nobody knows',
    remedy: 'Check `productCode` and `productScene` of the request; `describeSession()` shows what the session says.',
    symptoms: ['refused'],
    seen: (facts) => mismatch(facts, 'unknown') ?? unknownProduct(facts),
  },
  fault(
    'D310',
    'missing-action',
    'The session has no `action`',
    'EasyPay and AutoDebit open nothing without it, and say nothing (1.47.2).',
    'Ask Antom whether the product is switched on for your account, and check the request against their guide.',
  ),
  {
    id: 'D311',
    stage: 'session',
    level: 'warning',
    title: "The session's expiry cannot be read",
    remedy:
      'Hand `paymentSessionExpiryTime` over as Antom wrote it: ISO 8601 with an offset. Without it a session counts as good for an hour.',
    symptoms: ['refused'],
    needs: 'session',
    seen: faulty('bad-expiry', '`paymentSessionExpiryTime` is no ISO 8601 time with an offset.'),
  },
  {
    id: 'D312',
    stage: 'session',
    level: 'fatal',
    title: 'The session has no `paymentRequestId`',
    remedy: "Let your server add the `paymentRequestId` of its request to Antom's answer, which has none of its own (docs/server.md).",
    symptoms: ['refused'],
    seen: (facts) =>
      when(
        failedAs(facts, 'session-invalid', 'missing-payment-request-id') ||
          (facts.hasInquiry === true &&
            facts.sessionHasId === false &&
            has('cashier, easypay, autodebit-pay, element, checkout-page', facts.sessionProduct ?? '')),
        'The controller has `inquiryPayment`, and nothing to ask by.',
      ),
  },
  {
    id: 'D313',
    stage: 'session',
    level: 'fatal',
    title: 'The session was made for another product',
    remedy:
      "Give the controller the session's product (`product: element`), or create the session for the controller's. With the wrong class the SDK stays silent (docs/products.md).",
    symptoms: ['refused', 'loading'],
    seen: (facts) => {
      const { products, sessionProduct } = facts;
      if (failedAs(facts, 'session-mismatch')) return mismatch(facts, 'other');
      return when(
        products !== null && sessionProduct !== null && !has(products, sessionProduct),
        `The session is for ${sessionProduct ?? ''}, the controller opens ${products ?? ''}.`,
      );
    },
  },
  {
    id: 'D314',
    stage: 'session',
    level: 'fatal',
    title: 'The session was made in another environment',
    remedy: 'Use keys, gateway path and `environment` of one environment: sandbox ones with `sandbox`, those of production with `prod`.',
    symptoms: ['sandbox-only', 'blank'],
    needs: 'session',
    seen: ({ environment, sessionEnvironment }) =>
      when(
        environment !== null && sessionEnvironment !== null && environment !== sessionEnvironment,
        `The client id of the session is one of ${sessionEnvironment ?? ''}, the controller's environment is ${environment ?? ''}.`,
      ),
  },
  {
    id: 'D315',
    stage: 'session',
    level: 'warning',
    title: 'The session has expired',
    remedy:
      'Create a session when the buyer pays, not when the page is built or cached. If it has just been made, a clock is wrong: `probe` tells.',
    symptoms: ['refused', 'blank'],
    seen: (facts) =>
      when(failedAs(facts, 'session-expired'), ended(facts)) ??
      when(
        facts.sessionExpiresIn !== null && facts.sessionExpiresIn <= 0,
        `By the clock of this device it ended ${seconds(-Number(facts.sessionExpiresIn))} ago.`,
      ),
  },
  {
    id: 'D316',
    stage: 'session',
    level: 'fatal',
    title: 'Your server gave no session',
    remedy:
      "Look at your server's log for this request, and at the network panel: the message has what it answered. If it has a result code of Antom's, look that up at createPaymentSession. `Failed to fetch` and its like are the browser's: the network, CORS or a content blocker. `probe` asks without an order, unless `order` names one.",
    symptoms: ['refused'],
    seen: (facts) => when(failedAs(facts, 'session-request-failed') && !facts.cspOwn, ended(facts)),
  },
  {
    id: 'D317',
    stage: 'session',
    level: 'fatal',
    title: 'Your server did not answer in time',
    remedy:
      "Give your server's call to Antom a timeout, and answer with an error when it passes. `timeouts.session` is how long the page waits.",
    symptoms: ['loading', 'refused'],
    seen: (facts) => when(failedAs(facts, 'session-timeout'), 'createPaymentSession did not answer.'),
  },
  {
    id: 'D318',
    stage: 'session',
    level: 'warning',
    title: 'Your server is slow to give a session',
    remedy:
      'Keep the connection to Antom open, take a gateway near your server, and ask for the session ahead: `prepare({ session: true })`, or `session: true` in `bind()`.',
    symptoms: ['loading'],
    seen: ({ sessionMs }) => when(Number(sessionMs) > SLOW, `The session took ${seconds(sessionMs)}.`),
  },
  {
    id: 'D319',
    stage: 'session',
    level: 'warning',
    title: 'The session endpoint redirects',
    remedy: 'Call the address that it redirects to. A redirect turns a POST into a GET, and one to a sign-in page answers with HTML.',
    symptoms: ['refused', 'sandbox-only'],
    needs: 'probe',
    seen: ({ sessionRedirected }) => when(sessionRedirected === true, 'The answer came from another address than was asked.'),
  },
  {
    id: 'D320',
    stage: 'session',
    level: 'warning',
    title: 'The session endpoint does not answer with JSON',
    remedy: 'Send `Content-Type: application/json`, and JSON.',
    symptoms: ['refused'],
    needs: 'probe',
    seen: ({ sessionType, sessionStatus }) =>
      when(
        sessionType !== null && !/json/i.test(sessionType) && !(Number(sessionStatus) >= 400),
        `Its content type is "${sessionType ?? ''}".`,
      ),
  },
  {
    id: 'D321',
    stage: 'session',
    level: 'fatal',
    title: 'The session is opened by the other call',
    remedy: 'Call the one that is named: `mount()` draws a form into a container of yours, `pay()` opens a popup (docs/inline.md).',
    symptoms: ['refused'],
    seen: (facts) => mismatch(facts, 'call'),
  },
  {
    id: 'D322',
    stage: 'session',
    level: 'fatal',
    title: "The session names a page that is not one of Antom's",
    remedy:
      "Hand over createPaymentSession's answer unchanged, and find out what changed this one: in production the SDK would show that page as its own (docs/security.md).",
    symptoms: ['refused'],
    seen: (facts) => when(facts.lastCode === 'session-invalid' && facts.lastReason === null, ended(facts)),
  },
  {
    id: 'D323',
    stage: 'session',
    level: 'fatal',
    title: "A Content Security Policy refuses the page's own request",
    remedy:
      "Add what is named to `connect-src`: `'self'` for your own origin. A `connect-src` takes the place of `default-src`, also of its `'self'`.",
    symptoms: ['refused', 'sandbox-only'],
    seen: (facts) => when(failedAs(facts, 'session-request-failed') && !!facts.cspOwn, `The policy has refused ${facts.cspOwn ?? ''}.`),
  },
];
