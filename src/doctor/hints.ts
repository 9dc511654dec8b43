/**
 * consoleHints(): a `logger` for development that says what each error means, once, in the console.
 */
import { CheckoutError, type CheckoutErrorCode, type LogEntry } from 'antom-checkout-controller';
import { add, glue, has, map } from '../core/list';
import { clean, cleanDetails } from './journal';

export interface HintOptions {
  /** Where to print. Default: the page's console. */
  console?: { warn(text: string): void } | undefined;
  /** Gets every entry as well, for example a timeline's. */
  logger?: ((entry: LogEntry) => void) | undefined;
}

/**
 * Prints each error once, with its reason and what to do about it: again where another call meets it. For development; leave it out in production.
 *
 * @example
 * const checkout = new CheckoutController({ …, logger: consoleHints() });
 */
export function consoleHints(options: HintOptions = {}): (entry: LogEntry) => void {
  const told: string[] = [];
  return (entry) => {
    const { code, message, reason, url } = cleanDetails(entry.details);
    const key = glue(map([code, reason, entry.name], String), ' ');
    if (typeof code === 'string' && !has(told, key) && entry.level !== 'debug' && entry.level !== 'info') {
      // A code of a newer version of the library has no hint here.
      const hint = /^[a-z-]+$/.test(code) ? new CheckoutError(code as CheckoutErrorCode, '').hint.replace(/^undefined\. /, '') : '';
      if (hint !== '') {
        add(told, key);
        const why = `${code}${typeof reason === 'string' ? ` (${reason})` : ''}${typeof url === 'string' ? ` ${url}` : ''}`;
        const said = typeof message === 'string' ? `, ${message.replace(/\.$/, '')}` : '';
        (options.console ?? console).warn(clean(`antom-checkout-controller: ${why}${said}. ${hint}`));
      }
    }
    options.logger?.(entry);
  };
}
