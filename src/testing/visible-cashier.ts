/**
 * The cashier that a person or a browser test can see: three buttons in the place of Antom's app.
 */
import type { App } from './sdk/app';
import type { BuyerActions } from './buyer';

const BUTTONS = [
  ['Fake cashier: pay', 'pay'],
  ['Fake cashier: decline', 'decline'],
  ['Fake cashier: close', 'close'],
] as const;
const POPUP = 'position:fixed;inset:0;z-index:2147483647;display:flex;align-items:center;justify-content:center;background:rgba(0,0,0,.45)';
const BOX =
  'display:flex;flex-direction:column;gap:12px;padding:24px;border-radius:8px;background:#fff;color:#111;font:16px/1.5 system-ui,sans-serif';

export function showCashier(app: App, now: BuyerActions['now']): void {
  const { place } = app;
  if (!place) return;
  const document = place.ownerDocument;
  const box = document.createElement('div');
  box.style.cssText = BOX;
  box.setAttribute('role', app.surface === 'popup' ? 'dialog' : 'group');
  box.setAttribute('aria-label', 'Fake cashier');
  const title = document.createElement('strong');
  title.textContent = 'ANTOM-FAKE-SDK: nothing is charged';
  box.appendChild(title);
  for (const [label, act] of BUTTONS) {
    if (act === 'close' && !app.closes) continue;
    // Where the page's own button pays, these say what becomes of it.
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.style.cssText = 'min-height:44px;font:inherit';
    button.addEventListener('click', () => {
      now[act](app);
    });
    box.appendChild(button);
  }
  if (app.surface === 'popup') {
    const layer = document.createElement('div');
    layer.style.cssText = POPUP;
    layer.appendChild(box);
    place.appendChild(layer);
    box.querySelector('button')?.focus();
  } else place.appendChild(box);
}
