/**
 * What became of a press of the button while the form is still there: declined, or fields to correct.
 */
import type { VNode } from 'preact';
import type { CheckoutState, SubmitResult } from 'antom-checkout-controller';
import { useI18n } from '../i18n.ts';

interface Props {
  readonly state: CheckoutState;
  readonly answer: SubmitResult['result'] | null;
}

export function FormMessage({ state, answer }: Props): VNode {
  const { t } = useI18n();
  const declined = state.phase === 'open' && 'declined' in state ? state.declined : undefined;
  const code = declined?.paymentResultCode;
  const sentence = (): string => {
    if (state.phase !== 'open') return '';
    if (declined) return code === undefined ? t('form.declined.network') : t('form.declined', { code });
    if (answer === 'invalid') return t('form.invalid');
    return answer === 'not-ready' ? t('form.not-ready') : '';
  };
  // Always there: a live region that comes with its text is not announced by every screen reader.
  return (
    <p class="form-message" role="status" data-testid="form-message" data-declined={declined === undefined ? undefined : (code ?? '')}>
      {sentence()}
    </p>
  );
}
