/** The page's inquiry: which payment it asks about, what Antom's answer means for the order, and how much of it the page may see. */
import type { AntomAnswer, PaymentInquiry } from './answers';
import { readBody } from './body';
import { fromUtf8 } from './bytes';
import { own, parseJson, text, type Fields } from './fields';
import type { Word } from './settle';

/**
 * What may be the id: the path's last segment, then the query's. The path comes first, since it is what a framework's own checks look at;
 * where it is none, as in `/inquiry?paymentRequestId=…`, `expected()` does not know it.
 */
export function idsOf(request: Request): readonly string[] {
  const { pathname, searchParams } = new URL(request.url);
  // Next.js with `trailingSlash` ends every path with one.
  return [decoded(pathname.replace(/\/$/, '').replace(/^.*\//, '')), searchParams.get('paymentRequestId')].filter(isId);
}

/** A JSON body's, which is read only where the address has no id that may be asked about: whoever sends it may never end. */
export async function idOfBody(request: Request): Promise<readonly string[]> {
  if (request.method !== 'POST' || request.bodyUsed) return [];
  // What breaks off, or does not end, names nothing.
  const bytes = await readBody(request, true).catch(() => null);
  const body = bytes instanceof Uint8Array ? parseJson(fromUtf8(bytes) ?? '') : undefined;
  return [own(body, 'paymentRequestId')].filter(isId);
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && /^[\x21-\x7e]{1,64}$/.test(value);

/** Null while nothing is decided. */
export function wordOf(paymentRequestId: string, answer: PaymentInquiry & AntomAnswer): Word | null {
  const status = own(STATUSES, String(own(answer, 'paymentStatus'))) as Word['status'] | undefined;
  if (answer.result.resultStatus !== 'S' || status === undefined) return null;
  const amount = own(answer, 'paymentAmount');
  const [currency, value] = [text(amount, 'currency'), text(amount, 'value')];
  const paymentAmount = currency === null || value === null ? null : { currency, value };
  return { paymentRequestId, status, paymentId: text(answer, 'paymentId'), paymentAmount };
}

const STATUSES: Readonly<Record<string, Word['status']>> = {
  SUCCESS: 'SUCCESS',
  FAIL: 'FAIL',
  CANCELLED: 'FAIL',
  PENDING: 'PENDING',
};

/** By name: an answer of Antom's may hold the token of a card, and what can be charged stays here. */
const PUBLIC_FIELDS = [
  'result',
  'paymentStatus',
  'paymentResultCode',
  'paymentResultMessage',
  'paymentRequestId',
  'paymentId',
  'paymentAmount',
  'paymentCreateTime',
  'paymentTime',
] as const;

export function forThePage(answer: AntomAnswer): Fields {
  const told: Record<string, unknown> = {};
  for (const name of PUBLIC_FIELDS) if (own(answer, name) !== undefined) told[name] = own(answer, name);
  return told;
}
