/**
 * What a merchant's callback answers: the value itself, or a Response as `fetch` gives it.
 */
import { CheckoutError } from './errors';
import { redact } from './log';
import { own, ownText } from './read';

/**
 * The answer of createPaymentSession or inquiryPayment; a Response is read as JSON. Rejects with CheckoutError `session-request-failed` where it is not `ok` or holds no JSON.
 *
 * `details`: `status`, `contentType` and `body`, its first 200 characters without markup.
 */
export function readAnswer(answer: unknown): unknown {
  return isResponse(answer) ? answer.text().then((body) => readBody(answer, body)) : answer;
}

function readBody(response: Response, body: string): unknown {
  const { status } = response;
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    // Told below, with what came instead.
  }
  if (response.ok && json !== undefined) return json;
  // What Antom said, where the server passes it on with another status than 200.
  const result = own(json, 'result');
  const contentType = response.headers.get('content-type') ?? '';
  const said = ownText(result, 'resultMessage') ?? ownText(json, 'message') ?? withoutMarkup(body);
  throw new CheckoutError(
    'session-request-failed',
    `Your server answered ${response.ok ? `something other than JSON (${contentType})` : `with HTTP status ${String(status)}`}: ${redact(said)}`,
    {
      details: {
        status,
        contentType,
        body: withoutMarkup(body),
        ...(result === undefined ? {} : { resultCode: ownText(result, 'resultCode'), resultMessage: ownText(result, 'resultMessage') }),
      },
    },
  );
}

/** By shape: that of another frame, or of a library that imitates fetch, is one too. */
function isResponse(value: unknown): value is Response {
  const { ok, status, text, headers } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Response>;
  return typeof ok === 'boolean' && typeof status === 'number' && typeof text === 'function' && typeof headers?.get === 'function';
}

function withoutMarkup(body: string): string {
  return redact(
    body
      .slice(0, 20_000)
      .replace(/<(script|style)[^]*?<\/\1\s*>|<[^>]*>/gi, ' ')
      .replace(/\s+/g, ' '),
  )
    .trim()
    .slice(0, 200);
}
