/** A controller in a window of the real SDK's: its clock and its timers are the harness's. */
import { CheckoutController, type CheckoutOptions } from 'antom-checkout-controller';
import type { Environment } from '../../src/core/environment.ts';
import type { SdkWindow } from './real-sdk.ts';

// The environment is the constructor's second, internal parameter.
const Controller = CheckoutController as unknown as new (options: CheckoutOptions, env: Environment) => CheckoutController;

export function controllerIn({ window, clock }: SdkWindow, options: CheckoutOptions): CheckoutController {
  return new Controller(options, {
    window,
    document: window.document,
    now: () => 1_800_000_000_000 + clock.now,
    elapsed: () => clock.now,
    setTimer: (run, ms) => {
      const id = window.setTimeout(run, ms);
      return () => {
        window.clearTimeout(id);
      };
    },
  });
}
