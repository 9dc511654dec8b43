/**
 * What a page may do while a payment is open, by a press or, in the page scenarios, by itself.
 */
import { useEffect } from 'preact/hooks';
import type { CheckoutController, CheckoutState } from 'antom-checkout-controller';
import type { PageScenario, Scenario } from '../../shared/scenarios.ts';
import { isPageScenario } from '../../shared/scenarios.ts';
import type { Path } from './hooks.ts';
import type { Payments } from './payments.ts';
import type { Timeline } from './timeline.ts';

export type PageActions = Readonly<Record<PageScenario, () => void>>;

const DELAY = 2000;
/** What the SDK puts into the page (its constant/index.js). A shop that redraws its body takes these away just so. */
const SDK_UI = '[id^="ams-component-"]';

interface Context {
  readonly checkout: CheckoutController;
  readonly state: CheckoutState;
  readonly scenario: Scenario;
  readonly payments: Payments;
  readonly go: (path: Path) => void;
  readonly note: Timeline['note'];
}

export function usePageScenario({ checkout, state, scenario, payments, go, note }: Context): PageActions {
  const noted = (name: string, act: () => void) => (): void => {
    note({ kind: 'call', name });
    act();
  };
  const actions: PageActions = {
    'page-unmount': noted('unmount()', checkout.unmount),
    'page-abort': noted('abort()', payments.abort),
    'page-navigate': noted("pushState('/orders')", () => go('/orders')),
    'page-remove-dom': noted('remove()', () => document.querySelectorAll(SDK_UI).forEach((node) => node.remove())),
  };
  useEffect(() => {
    if (state.phase !== 'open' || !isPageScenario(scenario)) return undefined;
    const timer = setTimeout(actions[scenario], DELAY);
    return () => clearTimeout(timer);
  }, [state.phase, scenario]);
  return actions;
}
