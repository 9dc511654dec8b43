/**
 * What the cashier shows and needs of the payment, from `renderComponent`'s data. Everything in it is optional on the wire.
 */
import type { Amount } from '../shared/amount.ts';
import { isLoopback, parseUrl } from '../shared/origins.ts';
import { isRecord } from './protocol.ts';
import type { Language } from './texts.ts';

export interface Payment {
  /** A card to be saved and an agreement are no payment, and live in the same session. */
  readonly kind: 'payment' | 'vaulting' | 'agreement';
  readonly amount: Amount | null;
  readonly method: string;
  readonly merchant: string;
  readonly reference: string;
  /** Null when the session names none. */
  readonly redirectUrl: string | null;
  /** Null: this session was not made by the demo's gateway. */
  readonly sessionId: string | null;
  readonly reportUrl: string | null;
  readonly stayAfterSuccess: boolean;
  /** Of the merchant's page and its screen, in px: a frame of another origin cannot always see them itself. */
  readonly pageHeight: number;
  readonly screenWidth: number;
}

export function readPayment(data: unknown, language: Language): Payment {
  const root = record(data);
  const session = record(root['sessionResult']);
  const amount = record(record(session['paymentSessionFactor'])['paymentAmount']);
  const demo = record(session['demo']);
  const kind = demo['kind'];
  return {
    kind: kind === 'vaulting' || kind === 'agreement' ? kind : 'payment',
    amount:
      typeof amount['currency'] === 'string' && typeof amount['value'] === 'string'
        ? { currency: amount['currency'], value: amount['value'] }
        : null,
    method: text(record(session['paymentMethodInfoView'])['paymentMethodType']),
    merchant: text(record(demo['merchant'])[language]),
    reference: text(demo['paymentRequestId']),
    redirectUrl: webAddress(demo['redirectUrl']),
    sessionId: typeof demo['paymentSessionId'] === 'string' ? demo['paymentSessionId'] : null,
    reportUrl: loopbackAddress(demo['reportUrl']),
    stayAfterSuccess: root['notRedirectAfterComplete'] === true,
    pageHeight: pixels(root['heightOfVisible'], screen.height),
    screenWidth: pixels(record(root['envInfo'])['screenWidth'], screen.width),
  };
}

const record = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
const pixels = (value: unknown, fallback: number): number => (typeof value === 'number' && value > 0 ? value : fallback);
const text = (value: unknown): string => (typeof value === 'string' ? value : '–');

/** The address comes from an unsigned part of the session: anything but http(s), `javascript:` above all, is dropped. */
function webAddress(value: unknown): string | null {
  const url = typeof value === 'string' ? parseUrl(value) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** Unsigned as well: reports go to this machine or nowhere. */
function loopbackAddress(value: unknown): string | null {
  const url = typeof value === 'string' ? parseUrl(value) : null;
  return url !== null && isLoopback(url) ? url.href : null;
}
