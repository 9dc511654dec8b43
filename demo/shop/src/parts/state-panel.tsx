/**
 * The controller's state, as it is now, and the phases that this payment has been through.
 */
import { useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import type { CheckoutPhase, CheckoutState } from 'antom-checkout-controller';
import { useI18n } from '../i18n.ts';

const STEPS: readonly CheckoutPhase[] = ['idle', 'preparing', 'creating-session', 'opening', 'open', 'confirming', 'settled'];
/** What mount() has drawn is submitted by the page. */
const INLINE_STEPS: readonly CheckoutPhase[] = [...STEPS.slice(0, 5), 'submitting', ...STEPS.slice(5)];

export function StatePanel({ state, surface }: { readonly state: CheckoutState; readonly surface: 'popup' | 'inline' }): VNode {
  const { t } = useI18n();
  const seen = useSeen(state);
  const flags = { busy: state.busy, canPay: state.canPay, cashierVisible: state.cashierVisible };
  return (
    <section class="panel" aria-labelledby="state-title">
      <h3 id="state-title">{t('state.title')}</h3>
      {/* One voice is enough: what `confirming` means is announced where the buyer reads it. */}
      <p
        class="phase"
        role="status"
        aria-live={state.phase === 'confirming' ? 'off' : 'polite'}
        data-testid="phase"
        data-phase={state.phase}
      >
        <code>{state.phase}</code> {t(surface === 'inline' && state.phase === 'open' ? 'phase.open.inline' : `phase.${state.phase}`)}
      </p>
      <ol class="steps" aria-label={t('state.steps')}>
        {(surface === 'inline' ? INLINE_STEPS : STEPS).map((phase) => {
          const now = phase === state.phase;
          return (
            <li key={phase} data-state={now ? 'now' : seen.has(phase) ? 'seen' : 'not-seen'} aria-current={now ? 'step' : undefined}>
              <code>{phase}</code>
            </li>
          );
        })}
      </ol>
      <p class="flags">
        {Object.entries(flags).map(([name, on]) => (
          <code key={name} data-on={on}>
            {name}: {String(on)}
          </code>
        ))}
      </p>
    </section>
  );
}

/** A prepared payment skips phases, and a failed one never reaches the last: only what was there is marked. */
function useSeen(state: CheckoutState): ReadonlySet<CheckoutPhase> {
  const seen = useRef({ attemptId: '', phases: new Set<CheckoutPhase>() });
  const attemptId = 'attemptId' in state ? state.attemptId : '';
  if (seen.current.attemptId !== attemptId) seen.current = { attemptId, phases: new Set(['idle']) };
  seen.current.phases.add(state.phase);
  return seen.current.phases;
}
