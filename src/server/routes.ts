/** Three routes as plain functions of a `Request`: makes a session, answers the page's inquiry, takes Antom's notifications. */
import type { Antom } from './antom';
import { LIMIT } from './body';
import { AntomServerError } from './errors';
import { inTime } from './in-time';
import { forThePage, idOfBody, idsOf, wordOf } from './inquiry';
import { ACKNOWLEDGED } from './notification';
import type { CreatePaymentSessionRequest } from './requests';
import { failure, isResponse, json, refusal } from './respond';
import type { CheckoutRoutes, RouteHandler, RouteHandlers } from './routes-types';
import { settler, type Verdict } from './settle';

/**
 * The routes of a checkout.
 *
 * What makes one answer with an error goes to `onError` first. The page is told Antom's part of it; what your own functions threw stays here.
 *
 * @throws AntomServerError `invalid-options` for what is no function
 */
export function checkoutRoutes(antom: Antom, routes: CheckoutRoutes): RouteHandlers {
  const given = routes as unknown as Readonly<Record<string, unknown>>;
  const faults = (['order', 'mayAsk', 'expected', 'onPayment', 'known', 'onNotification', 'onError'] as const)
    .filter((name, at) => typeof given[name] !== 'function' && (at < 4 || given[name] !== undefined))
    .map((name) => `${name} must be a function.`);
  if (faults.length > 0) throw new AntomServerError('invalid-options', `checkoutRoutes(): ${faults.join(' ')}`, { faults });

  // A server's log is where an error is looked for, and a swallowed one is a lost payment.
  const { order, mayAsk, expected, onNotification, onError = (error) => console.error(error) } = routes;
  const settle = settler(routes);

  const session = handler(['POST'], async (request) => {
    if (Number(request.headers.get('content-length') ?? 0) > LIMIT) return refusal(413, 'too-large', 'The body is too large.');
    let wanted: CreatePaymentSessionRequest;
    try {
      wanted = await inTime(order(request), 'order()');
    } catch (thrown) {
      // The way to refuse. What any other function throws is an error, and goes to the log.
      if (isResponse(thrown)) return thrown;
      throw thrown;
    }
    return json(await antom.createPaymentSession(wanted));
  });

  const inquiry = handler(['GET', 'POST'], async (request) => {
    // Nothing is asked of Antom for a stranger, who does not learn either that there is such a payment.
    const paymentRequestId = (await firstAllowed(idsOf(request), request)) ?? (await firstAllowed(await idOfBody(request), request));
    if (paymentRequestId === null) return refusal(404, 'unknown', 'There is no such payment.');
    const answer = await antom.inquiryPayment({ paymentRequestId });
    const word = wordOf(paymentRequestId, answer);
    const verdict = word === null ? 'taken' : await settle(word, null);
    if (verdict !== 'taken') {
      report(verdict, paymentRequestId, request);
      // To the page this is no answer, so that it takes nothing for a success.
      return refusal(502, verdict, "Antom's answer does not fit this payment.");
    }
    return json(forThePage(answer));
  });

  const notify = handler(['POST'], async (request) => {
    const notification = await antom.readNotification(request);
    if (notification.about !== 'payment') {
      if (onNotification === undefined) return refusal(422, 'not-handled', 'This server takes notifications of payments only.');
      const answer: unknown = await inTime(onNotification(notification), 'onNotification()');
      return isResponse(answer) ? answer : json(ACKNOWLEDGED);
    }
    const verdict = await settle(notification, notification);
    if (verdict === 'taken') return json(ACKNOWLEDGED);
    report(verdict, notification.paymentRequestId, request);
    return refusal(verdict === 'unknown' ? 404 : 409, verdict, REFUSALS[verdict]);
  });

  return { session, inquiry, notify };

  function handler(methods: readonly string[], handle: RouteHandler): RouteHandler {
    return async (request) => {
      if (!methods.includes(request.method)) return refusal(405, 'method', `Use ${methods.join(' or ')}.`, { allow: methods.join(', ') });
      try {
        return await handle(request);
      } catch (thrown) {
        tell(thrown, request);
        return failure(thrown);
      }
    };
  }

  async function firstAllowed(ids: readonly string[], request: Request): Promise<string | null> {
    for (const id of ids) {
      if (((await inTime(expected(id), 'expected()')) ?? null) === null) continue;
      // `true` and nothing like it.
      const may: unknown = await inTime(mayAsk(id, request), 'mayAsk()');
      if (may === true) return id;
    }
    return null;
  }

  /** A mismatch was handed to onPayment. */
  function report(verdict: Exclude<Verdict, 'taken'>, paymentRequestId: string, request: Request): void {
    if (verdict !== 'mismatch')
      tell(new AntomServerError('payment-mismatch', `${REFUSALS[verdict]} (paymentRequestId ${paymentRequestId})`), request);
  }

  /** A log that fails must not change the answer. */
  function tell(error: unknown, request: Request): void {
    // Its type allows a function that answers with a promise, and nobody handles that one's rejection.
    new Promise((resolve) => {
      resolve(onError(error, request));
    }).catch(() => undefined);
  }
}

const REFUSALS = {
  unknown: 'No payment of this server has this paymentRequestId.',
  mismatch: 'It does not fit this payment: another amount or currency, or a success after a failure.',
  contradicted: 'This payment is known as paid, and is told as failed.',
} as const;
