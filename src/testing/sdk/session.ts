/**
 * What the SDK reads of a session, and how it refuses one (esm/core, parseSessionData and handleParams).
 */
export interface SessionMeta {
  readonly scene: string;
  readonly category: string;
  readonly method: string;
  /** The wallet's plugin is picked by this one. */
  readonly wallet: string;
  /** 'requireFastSdk' and the addresses of a session that only redirects. */
  readonly fast: boolean;
  readonly normalUrl: string | undefined;
  readonly hasAction: boolean;
  /** Made by the kit: Antom's server says no to it. */
  readonly refused: boolean;
}

export const PARAMETER_ERROR = { code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR' };
export const ABNORMAL = { ...PARAMETER_ERROR, message: 'Abnormal response data, interface failure, or unsupported payment method' };

/** The fourth part of a session, the only one that the SDK reads; null where it cannot be read. */
export function readPart4(sessionData: unknown): unknown {
  if (typeof sessionData !== 'string') return null;
  try {
    return JSON.parse(atob(sessionData.split('&&')[3] ?? ''));
  } catch {
    return null;
  }
}

/** What that part says, or null where there is nothing that the SDK understands. */
export function readSession(sessionData: unknown): SessionMeta | null {
  const meta = readPart4(sessionData);
  const scene = dig(meta, 'paymentSessionConfig', 'productScene');
  if (typeof scene !== 'string') return null;
  const text = (...path: string[]): string => {
    const found = dig(meta, ...path);
    return typeof found === 'string' ? found : '';
  };
  const normalUrl = text('authUrlInfo', 'normalUrl');
  return {
    scene,
    category: text('paymentSessionConfig', 'paymentMethodCategoryType'),
    method: text('paymentMethodInfoView', 'paymentMethodType'),
    wallet: text('paymentSessionFactor', 'paymentMethodInfo', 'paymentMethodType'),
    fast: dig(meta, 'action', 'requireFastSdk') === true,
    normalUrl: normalUrl === '' ? undefined : normalUrl,
    hasAction: typeof dig(meta, 'action') === 'object',
    refused: text('extendInfo').indexOf('"refusedByAntom":true') >= 0,
  };
}

/** The session, or the rejection that the AMSCheckout family gives. */
export function checkSession(sessionData: unknown): SessionMeta {
  if (sessionData === undefined || sessionData === null || sessionData === '') throw PARAMETER_ERROR as unknown as Error;
  const meta = readSession(sessionData);
  if (!meta) throw ABNORMAL as unknown as Error;
  return meta;
}

/** A member of a member, or undefined. */
export function dig(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (holder, name) => (typeof holder === 'object' && holder !== null ? (holder as Record<string, unknown>)[name] : undefined),
    value,
  );
}
