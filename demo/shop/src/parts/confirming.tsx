/**
 * The shop's server is being asked. The live region is always there: one that comes with its text is not announced by every screen reader.
 */
import type { VNode } from 'preact';
import { useI18n } from '../i18n.ts';

interface Props {
  readonly asking: boolean;
  /** About a payment that was started before this page was here. */
  readonly earlier: boolean;
  readonly onStop: () => void;
}

export function Confirming({ asking, earlier, onStop }: Props): VNode {
  const { t } = useI18n();
  return (
    <div class={asking ? 'card confirming' : 'visually-hidden'} data-testid="confirming" data-asking={asking}>
      {asking && <span class="spinner" aria-hidden="true" />}
      <div role="status">
        {asking && (
          <>
            <strong>{t('confirming.title')}</strong> <span>{t(earlier ? 'confirming.earlier' : 'confirming.text')}</span>
          </>
        )}
      </div>
      {asking && (
        <button type="button" class="secondary" data-testid="stop-waiting" onClick={onStop}>
          {t('confirming.stop')}
        </button>
      )}
    </div>
  );
}
