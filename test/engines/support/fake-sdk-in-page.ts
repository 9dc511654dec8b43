/** The scripted SDK of test/support as the page's global, for what the library does by itself in an engine that has had nothing added. */
import { createFakeSdk, type FakeSdk } from '../../../src/testing/sdk/ams-checkout.ts';

declare global {
  interface Window {
    fakeSdk: FakeSdk;
  }
}

window.fakeSdk = createFakeSdk();
Object.assign(window, window.fakeSdk.module);
