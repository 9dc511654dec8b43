/**
 * What the merchant may charge later: saved cards and agreements. Only the server's word makes a token of a request.
 */
import type { Fields } from '../../shared/json.ts';

export type TokenKind = 'vaulting' | 'agreement';

export interface MerchantToken {
  /** `vaultingRequestId`, or the agreement's `authState`. */
  readonly requestId: string;
  readonly kind: TokenKind;
  readonly status: 'open' | 'saved' | 'failed';
  /** `cardToken` or `accessToken`: it can be charged, so it never leaves this server but for Antom. */
  readonly token: string | null;
  /** To show: brand, masked number, expiry. */
  readonly card: Fields | null;
  /** Who said so first. */
  readonly settledBy: 'notification' | 'inquiry' | null;
  /** Notifications that were accepted, repetitions included. */
  readonly notifications: number;
}

export interface TokenWord {
  readonly kind: TokenKind;
  readonly requestId: string;
  readonly status: 'saved' | 'failed';
  readonly token: string | null;
  readonly card: Fields | null;
  readonly by: 'notification' | 'inquiry';
}

export type TokenVerdict = 'taken' | 'unknown-request' | 'contradicted';

export interface MerchantTokens {
  readonly open: (kind: TokenKind, requestId: string) => void;
  readonly find: (requestId: string) => MerchantToken | null;
  /** ms since somebody first asked what became of it: now, if nobody has. */
  readonly askedFor: (requestId: string) => number;
  /** Idempotent. */
  readonly hear: (word: TokenWord) => TokenVerdict;
}

export function createTokens(): MerchantTokens {
  const tokens = new Map<string, MerchantToken>();
  const asked = new Map<string, number>();
  return {
    open(kind, requestId) {
      tokens.set(requestId, { requestId, kind, status: 'open', token: null, card: null, settledBy: null, notifications: 0 });
    },
    find: (requestId) => tokens.get(requestId) ?? null,
    askedFor(requestId) {
      const since = asked.get(requestId) ?? Date.now();
      asked.set(requestId, since);
      return Date.now() - since;
    },
    hear({ kind, requestId, status, token, card, by }) {
      const before = tokens.get(requestId);
      if (before === undefined || before.kind !== kind) return 'unknown-request';
      const isSettled = before.status !== 'open';
      if (isSettled && before.status !== status) return 'contradicted';
      tokens.set(requestId, {
        ...before,
        status,
        token: before.token ?? token,
        card: before.card ?? card,
        settledBy: before.settledBy ?? by,
        notifications: before.notifications + (by === 'notification' ? 1 : 0),
      });
      return 'taken';
    },
  };
}
