/**
 * Turns whatever the SDK said into one event shape. Pure and total: no input makes it throw.
 *
 * The SDK forwards what the cashier's frame posted without looking at it, so every member may be missing or of another type.
 */
import { each } from '../core/list';
import { own, ownText } from '../core/read';
import type { SdkEvent } from '../types';
import { eventTypeOf } from './catalogue';

/**
 * One signal of the SDK as an event, frozen. A code that is not known, or no code, is `unrecognized`.
 *
 * Members that the SDK did not send are left out; an empty text counts as not sent (the SDK fills gaps with `''`).
 */
export function normalizeEvent(raw: unknown): SdkEvent {
  const sent = own(raw, 'code');
  const code = typeof sent === 'string' ? sent : '';
  const type = eventTypeOf(code) ?? 'unrecognized';
  const result = own(raw, 'result');
  // A code that the cashier declared for its close button arrives with its data one level deeper (plugin/component/index.js,
  // handleDeclarePopWindowCallback). Apple Pay sends errorCode and errorMessage in `result` (plugin/applepay/component.js).
  // `resultCode` is not among the names: in Antom's APIs it says that a call worked, SUCCESS for a failed payment too.
  const places = [result, own(result, 'result'), raw];

  const event: Record<string, unknown> = { type, code, raw };
  // AMSEasyPay puts the text of SDK_INTERNAL_ERROR in `result` (foundation/product-processor/easysafepay/index.js).
  set(event, 'message', firstText([raw, result], ['message']));
  set(event, 'paymentResultCode', firstText(places, ['paymentResultCode', 'errorCode']));
  set(event, 'paymentResultMessage', firstText(places, ['paymentResultMessage', 'errorMessage']));
  if (type === 'redirect-requested') {
    // `result.redirectUrls`, each `''` where the method has none (foundation/core/index.js); flat shapes are taken as well.
    const holders = [own(result, 'redirectUrls'), result, raw];
    set(event, 'normalUrl', firstText(holders, ['normalUrl']));
    set(event, 'schemeUrl', firstText(holders, ['schemeUrl']));
    set(event, 'applinkUrl', firstText(holders, ['applinkUrl']));
  }
  // The only cast: `type` and `code` come from one row of the catalogue, a pair that the compiler checked there and
  // cannot follow through a lookup.
  return Object.freeze(event) as unknown as SdkEvent;
}

/** The first text found: every holder is asked for the first name before any is asked for the second. */
function firstText(holders: readonly unknown[], names: readonly string[]): string | undefined {
  let found: string | undefined;
  each(names, (name) => {
    each(holders, (holder) => {
      found = found ?? ownText(holder, name);
    });
  });
  return found;
}

function set(event: Record<string, unknown>, key: string, value: string | undefined): void {
  if (value !== undefined) event[key] = value;
}
