/**
 * What the drivers have in common whose component is drawn inside the page.
 */
import { own } from '../../core/read';
import type { DriverCall } from '../driver';
import type { InlineInstance, SdkInstance } from '../types';

export const inline = (api: SdkInstance): InlineInstance => api as InlineInstance;

/** The hosted app's frame is in the slot, and that in the document. */
export function hasFrame({ env, slot }: DriverCall): boolean {
  return slot !== null && env.document.contains(slot) && slot.querySelector('iframe') !== null;
}

/** What validateFields() has answered. */
export const isValid = (answer: unknown): boolean => own(answer, 'isValid') === true;
