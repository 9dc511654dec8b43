/**
 * The kit as a script for a browser test's page, before the page's own: `page.addInitScript({ path: fakeAntomScript })`.
 *
 * The page's code stays as it was built: `fromCdn`, `fromGlobal` and a page of script tags find the SDK's classes on `window`, and load nothing.
 */
import { createWorld, type FakeAntom, type FakeAntomOptions } from './fake-antom';

interface ScriptWindow extends Window {
  /** Set by an earlier init script. */
  fakeAntomOptions?: FakeAntomOptions;
  /** For page.evaluate. */
  fakeAntom?: FakeAntom;
}

// Init scripts run in each frame; the payment is the page's. Cypress has the page in a frame, and tells it so.
if (window.top === window || 'Cypress' in window) {
  const page = window as ScriptWindow;
  const world = createWorld({ cashier: 'visible', ...page.fakeAntomOptions }, true);
  page.fakeAntom = world;
  world.install();
}
