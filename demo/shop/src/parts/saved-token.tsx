/**
 * What the shop's own server may use later: a saved card, or an agreement. That server's word, not the browser's.
 */
import type { VNode } from 'preact';
import { useI18n } from '../i18n.ts';
import { useToken } from '../token.ts';
import type { Token } from '../token.ts';

export function SavedToken({ requestId }: { readonly requestId: string }): VNode {
  const { t } = useI18n();
  const token = useToken(requestId);
  return (
    <div class="saved">
      <h3>{t('saved.title')}</h3>
      <p role="status" data-testid="token" data-status={token.status}>
        {sentenceOf(token, t)}
      </p>
      <p class="soft hint">{t('saved.note')}</p>
    </div>
  );
}

function sentenceOf(token: Token, t: ReturnType<typeof useI18n>['t']): string {
  if (token.status === 'asking') return '';
  if (token.status !== 'card') return t(`saved.${token.status}`);
  const { brand, number, month, year } = token;
  return t('saved.card', { brand, number, month, year });
}
