/**
 * What the shop's server has of a card to be saved or of an agreement: GET /api/tokens/:id.
 */
import { useEffect, useState } from 'preact/hooks';
import { fieldsOf, isFields } from '../../shared/json.ts';

export type Token =
  | { readonly status: 'asking' | 'open' | 'failed' | 'agreement' | 'unreachable' }
  | { readonly status: 'card'; readonly brand: string; readonly number: string; readonly month: string; readonly year: string };

export function useToken(requestId: string): Token {
  const [token, setToken] = useState<Token>({ status: 'asking' });
  useEffect(() => {
    const over = new AbortController();
    setToken({ status: 'asking' });
    fetchToken(requestId, over.signal).then(setToken, () => {
      if (!over.signal.aborted) setToken({ status: 'unreachable' });
    });
    return () => over.abort();
  }, [requestId]);
  return token;
}

async function fetchToken(requestId: string, signal: AbortSignal): Promise<Token> {
  const response = await fetch(`/api/tokens/${encodeURIComponent(requestId)}`, { signal, cache: 'no-store' });
  if (!response.ok) throw new Error(`The token endpoint answered HTTP ${response.status}.`);
  const { status, kind, card } = fieldsOf(await response.json());
  if (status !== 'saved') return { status: status === 'failed' ? 'failed' : 'open' };
  if (kind !== 'vaulting' || !isFields(card)) return { status: 'agreement' };
  const { brand, maskedCardNo, expiryMonth, expiryYear } = card;
  return { status: 'card', brand: text(brand), number: text(maskedCardNo), month: text(expiryMonth), year: text(expiryYear) };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '–');
