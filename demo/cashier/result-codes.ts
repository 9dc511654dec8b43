/**
 * Result codes to choose from for Fail: some of each kind that a merchant has to treat differently.
 */
import { h } from './dom.ts';
import type { TextKey, Translate } from './texts.ts';

const GROUPS: readonly (readonly [TextKey, readonly string[]])[] = [
  ['sameSession', ['USER_BALANCE_NOT_ENOUGH', 'PROCESS_FAIL', 'RISK_REJECT', 'USER_AMOUNT_EXCEED_LIMIT']],
  ['newSession', ['ORDER_IS_CLOSED', 'PAYMENT_AMOUNT_EXCEED_LIMIT', 'PARAM_ILLEGAL', 'A_CODE_NEVER_SEEN']],
  ['undecided', ['PAYMENT_IN_PROCESS', 'UNKNOWN_EXCEPTION', 'SYSTEM_ERROR', 'none']],
];

export function resultCodeOptions(t: Translate, chosen: string): HTMLElement[] {
  const option = (code: string): HTMLOptionElement => {
    const element = h('option', { value: code }, code === 'none' ? t('noCode') : code);
    element.selected = code === chosen;
    return element;
  };
  const groups: HTMLElement[] = GROUPS.map(([label, codes]) => h('optgroup', { label: t(label) }, ...codes.map(option)));
  const known = GROUPS.some(([, codes]) => codes.includes(chosen));
  return known ? groups : [option(chosen), ...groups];
}
