/**
 * What the drivers have in common whose component is drawn inside the page.
 */
import { listen } from '../../core/environment';
import { own } from '../../core/read';
import type { DriverCall } from '../driver';
import type { InlineInstance, SdkInstance } from '../types';

export const inline = (api: SdkInstance): InlineInstance => api as InlineInstance;

/** The hosted app's frame is in the slot, and that in the document. */
export function hasFrame({ env, slot }: DriverCall): boolean {
  return slot !== null && env.document.contains(slot) && slot.querySelector('iframe') !== null;
}

/**
 * Tells when the app, in the slot or in the popup, asks for a wallet's sheet. What the buyer confirms in Apple Pay's is submitted by the SDK
 * itself, also when the app has gone meanwhile, and nothing takes the sheet away (1.47.2 plugin/component/channel.js, ApplePaySdk). Returns
 * what ends it.
 */
export function watchSheet({ env, slot, emit }: DriverCall): () => void {
  return listen(env.window, 'message', (event) => {
    const { data, source } = event as MessageEvent<unknown>;
    const place = slot ?? env.document.getElementById('ams-component-container');
    if (source && source === place?.querySelector('iframe')?.contentWindow && /"get(Apple|Google)PayToken"/.test(String(data)))
      emit({ type: 'sheet' });
  });
}

/** What validateFields() has answered. */
export const isValid = (answer: unknown): boolean => own(answer, 'isValid') === true;
