/**
 * The SDK on this page: its classes, its tags, its version.
 */
import type { Environment } from '../../core/environment';
import { add, each, filter, first, glue, has, map, some } from '../../core/list';
import { redactUrl } from '../../core/log';
import { own } from '../../core/read';
import { shared } from '../../page/registry';
import type { Checked } from './controllers';
import { known, type Facts } from './facts';
import { EVERGREEN } from './hosts';

/** Of 1.47.2. */
const CLASSES = [
  'AMSCashierPayment',
  'AMSEasyPay',
  'AMSAutoDebit',
  'AMSVaulting',
  'AMSCheckout',
  'AMSAutoDebitPay',
  'AMSElement',
  'AntomElement',
  'AddressElement',
  'AMSCheckoutPage',
];
const FILE = /\/ams-checkout(\.min)?\.js$/;
const VERSION = /\/(?:@alipay\/)?ams-checkout[/@](\d+\.\d+\.\d+)\//;
/** Not spelt out: that text is in no other file of the package than the kit's, so that a merchant's CI can look for it. */
const MARK = /^ANTOM.FAKE.SDK$/;

/** As sdk/instance.ts has it, where no controller has made it yet. */
const none = (): object => ({ instance: null });

export interface SdkOnPage {
  /** One of its classes is on `window`. */
  readonly isHere: boolean;
  /** The address of a tag of the page's own. */
  readonly tagUrl: string | null;
  readonly facts: Partial<Facts>;
}

export function sdkFacts(env: Environment, { classNames, sourceNames }: Checked): SdkOnPage {
  const { window, document } = env;
  const globals = window as unknown as Record<string, unknown>;
  const there = filter(CLASSES, (name) => known(() => typeof globals[name] === 'function') === true);
  const tags = known(() =>
    filter(document.querySelectorAll<HTMLScriptElement>('script[src]'), ({ src }) => typeof src === 'string' && FILE.test(redactUrl(src))),
  );
  const urls: string[] = [];
  each(tags ?? [], ({ src }) => {
    if (!has(urls, src)) add(urls, src);
  });
  const runs = (tag: HTMLScriptElement): boolean => /^(|module|(text|application)\/(x-)?(java|ecma)script)$/i.test(tag.type);
  const instance = known(() => own(shared(window, 'instance', none), 'instance'));
  const instanceClass = own(instance, 'sdkClass');
  const isFake = (value: unknown): boolean => MARK.test(String(known(() => (value as { marker?: unknown }).marker)));
  return {
    isHere: there.length > 0,
    tagUrl: urls[0] ?? null,
    facts: {
      sdkClasses: glue(there, ', '),
      sdkFake: isFake(instanceClass) || some(there, (name) => isFake(globals[name])) || some(sourceNames, (name) => MARK.test(name)),
      sdkVersion: known(() => versionOf(window, urls, instance)),
      sdkTags: tags && tags.length,
      sdkParked: tags && some(tags, (tag) => !runs(tag)),
      sdkTwo: two(urls, there.length > 0 && typeof instanceClass === 'function' && !some(there, (name) => globals[name] === instanceClass)),
      sdkLacks:
        there.length > 0
          ? glue(
              filter(classNames, (name) => !has(there, name)),
              ', ',
            )
          : null,
    },
  };
}

function two(urls: readonly string[], isOther: boolean): string {
  if (urls.length > 1) return `tags for ${glue(map(urls, redactUrl), ' and ')}`;
  return isOther ? 'one on window, and another one that the controller uses' : '';
}

/** By its address; from a module, by what its instance says of itself. `evergreen`: whichever Antom serves today. */
function versionOf(window: Window, urls: readonly string[], instance: unknown): string | null {
  const fetched = known(() => map(window.performance.getEntriesByType('resource'), ({ name }) => name)) ?? [];
  const isFile = (url: string): boolean => FILE.test(redactUrl(url));
  const address = first(urls, isFile) ?? first(fetched, isFile);
  const version = address === undefined ? undefined : VERSION.exec(address)?.[1];
  if (version !== undefined) return version;
  if (address !== undefined && EVERGREEN.test(address)) return 'evergreen';
  const said = own(own(own(instance, 'api'), '_componentApp'), '_appVersion');
  return typeof said === 'string' ? said : null;
}
