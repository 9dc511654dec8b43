/**
 * consoleHints(): a `logger` for development that says what each error means, once, in the console.
 */
import { CheckoutError, type CheckoutErrorCode, type LogEntry } from 'antom-checkout-controller';
import { add, has } from '../core/list';
import { clean, cleanDetails } from './journal';

export interface HintOptions {
  /** Where to print. Default: the page's console. */
  console?: { warn(text: string): void } | undefined;
  /** Gets every entry as well, for example a timeline's. */
  logger?: ((entry: LogEntry) => void) | undefined;
}

/**
 * Prints each error code once, with what to do about it. For development: in production a page prints nothing.
 *
 * @example
 * const checkout = new CheckoutController({ …, logger: consoleHints() });
 */
export function consoleHints(options: HintOptions = {}): (entry: LogEntry) => void {
  const told: string[] = [];
  return (entry) => {
    const { code, message } = cleanDetails(entry.details);
    if (typeof code === 'string' && !has(told, code) && entry.level !== 'debug' && entry.level !== 'info') {
      // A code of a newer version of the library has no hint here.
      const hint = /^[a-z-]+$/.test(code) ? new CheckoutError(code as CheckoutErrorCode, '').hint.replace(/^undefined\. /, '') : '';
      if (hint !== '') {
        add(told, code);
        (options.console ?? console).warn(
          clean(`antom-checkout-controller: ${code}${typeof message === 'string' ? `, ${message}` : ''}. ${hint}`),
        );
      }
    }
    options.logger?.(entry);
  };
}
