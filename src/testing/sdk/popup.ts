/**
 * The SDK's popup in the page, which the AMSCheckout family and the core classes draw alike (createBaseElement, createRetentionPopup,
 * createMockup, renderPopupLoading).
 */
import type { PageNodes } from './nodes';

export const CONTAINER = 'ams-component-container';
export const SECTION = 'ams-component-section';
export const CLOSE = 'asm-component-close-block';
export const RETENTION = 'ams-component-retention';
export const MOCKUP = 'ams-component-mockup';
export const MASK_CLOSE = 'ams-component-mask-close-block';
export const LOADING = 'ams-component-loading';
/** The "leave?" dialog is shown. */
export const RETENTION_SHOWN = `${RETENTION}-show`;

/** Where the app's frame goes. */
export function drawSection(nodes: PageNodes, cross: () => void): HTMLElement {
  nodes.style('.ams-component-container-mobile {\n  width: 100%;\n}');
  const container = nodes.append('div', CONTAINER);
  const section = nodes.append('div', SECTION, container);
  nodes.append('div', CLOSE, container).addEventListener('click', cross);
  return section;
}

/** What lies around it. `mask` is null where the version has no button in the mask. */
export function drawAround(nodes: PageNodes, { leave, mask }: { leave: () => void; mask: (() => void) | null }): void {
  const dialog = nodes.append('div', RETENTION);
  for (const name of ['title', 'sub-title']) nodes.append('div', `${RETENTION}-${name}`, dialog);
  nodes.append('div', `${RETENTION}-remain`, dialog).addEventListener('click', () => {
    dialog.classList.remove(RETENTION_SHOWN);
  });
  nodes.append('div', `${RETENTION}-leave`, dialog).addEventListener('click', leave);
  setOverflow(nodes.document.body, 'hidden');
  nodes.append('div', MOCKUP);
  if (mask) nodes.append('div', MASK_CLOSE).addEventListener('click', mask);
  nodes.append('div', LOADING);
}

/** A browser's style.overflow = '…' also drops the priority; jsdom's does not. */
export function setOverflow(body: HTMLElement, value: 'hidden' | 'auto'): void {
  body.style.removeProperty('overflow');
  body.style.overflow = value;
}
