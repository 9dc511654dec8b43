/**
 * The page itself: what it is in, what it lacks, what it has changed.
 */
import { ended, failedAs, isTrustedTypes, when, type Row } from './row';

export const PAGE: readonly Row[] = [
  {
    id: 'D101',
    stage: 'page',
    level: 'fatal',
    title: 'There is no page',
    remedy:
      'Call `diagnose()`, `pay()` and `mount()` in the browser, in an effect or after the view is mounted, not while it is rendered on a server.',
    symptoms: ['nothing'],
    seen: ({ browser }) => when(browser === false, 'There is no window with a document here.'),
  },
  {
    id: 'D102',
    stage: 'page',
    level: 'warning',
    title: 'The page is no secure context',
    remedy: 'Serve the page by HTTPS. On your own machine open it as `http://localhost`, not by an address of the network.',
    symptoms: ['sandbox-only', 'some-buyers'],
    seen: ({ secureContext, page }) =>
      when(
        secureContext === false,
        `${page ?? 'The page'} is not delivered securely: sessions can be read on their way, and Apple Pay is missing.`,
      ),
  },
  {
    id: 'D103',
    stage: 'page',
    level: 'warning',
    title: 'The frame that the page is in does not allow payments',
    remedy:
      'Give the frame `allow="payment"`, and every frame around it. The header `Permissions-Policy: payment=()` must not take it away.',
    symptoms: ['some-buyers'],
    seen: ({ framed, paymentAllowed }) =>
      when(framed === true && paymentAllowed === false, 'The feature "payment" is not allowed in this frame: Apple Pay does not open.'),
  },
  {
    id: 'D104',
    stage: 'page',
    level: 'fatal',
    title: 'The page is in a sandboxed frame without an origin',
    remedy:
      'Add `allow-same-origin` to the `sandbox` of the frame, or show the checkout outside of it. Without an origin there is no storage, and the SDK does not start.',
    symptoms: ['blank', 'refused'],
    seen: ({ framed, opaqueOrigin }) => when(framed === true && opaqueOrigin === true, 'This page has an opaque origin.'),
  },
  {
    id: 'D105',
    stage: 'page',
    level: 'warning',
    title: 'The sandbox of the frame keeps parts of a payment away',
    remedy:
      'Add what is missing to the `sandbox` of the frame: forms and windows are needed for 3-D Secure, navigation for methods with a page of their own.',
    symptoms: ['blank', 'some-buyers'],
    seen: ({ sandboxLacks }) => when(!!sandboxLacks, `The sandbox has no ${sandboxLacks ?? ''}.`),
  },
  {
    id: 'D106',
    stage: 'page',
    level: 'fatal',
    title: 'localStorage is refused',
    remedy:
      'Allow site data (cookies) for this page. In a WebView switch DOM storage on; a frame of another site may have none, so show the checkout in the top page.',
    symptoms: ['refused', 'some-buyers'],
    seen: (facts) =>
      when(
        facts.localStorage === 'denied' || facts.localStorage === 'missing',
        `localStorage is ${facts.localStorage ?? ''}: the SDK writes to it as it starts, and throws.`,
      ) ?? when(failedAs(facts, 'storage-blocked') && facts.localStorage !== 'full', ended(facts)),
  },
  {
    id: 'D107',
    stage: 'page',
    level: 'fatal',
    title: 'localStorage is full',
    remedy: 'Take away what fills it. The SDK needs about a kilobyte.',
    symptoms: ['refused', 'some-buyers'],
    seen: ({ localStorage }) => when(localStorage === 'full', 'A thousand characters did not fit.'),
  },
  {
    id: 'D108',
    stage: 'page',
    level: 'warning',
    title: 'Started payments are not remembered',
    remedy:
      'Allow sessionStorage, or give the controller a `storage` of your own. Until then your server has to refuse a second payment of an order (docs/outcomes.md).',
    symptoms: ['twice', 'paid-but-failed'],
    seen: ({ storage, sessionStorage, localStorage }) => {
      const isLocal = storage === 'local';
      const state = isLocal ? localStorage : sessionStorage;
      return when(
        storage !== 'own' && storage !== 'none' && state !== null && state !== 'works',
        `${isLocal ? 'localStorage' : 'sessionStorage'} is ${state ?? ''}.`,
      );
    },
  },
  {
    id: 'D109',
    stage: 'page',
    level: 'fatal',
    title: 'Cross-Origin-Embedder-Policy refuses the cashier',
    remedy:
      'Send the page that pays without `Cross-Origin-Embedder-Policy`. In a single-page app the checkout is then a page of its own, reached by a navigation that loads it (docs/csp.md).',
    symptoms: ['blank', 'loading'],
    seen: ({ embedderPolicy }) => when(!!embedderPolicy, `Frames of other origins are refused: ${embedderPolicy ?? ''}.`),
  },
  {
    id: 'D110',
    stage: 'page',
    level: 'fatal',
    title: 'Trusted Types do not allow the library to load the SDK',
    remedy: 'Add `antom-checkout-controller` to the directive `trusted-types`.',
    symptoms: ['refused', 'loading'],
    seen: (facts) => {
      const { trustedTypes, trustedTypesPolicies } = facts;
      if (isTrustedTypes(facts)) return ended(facts);
      return when(
        trustedTypes === true && trustedTypesPolicies !== null && ` ${trustedTypesPolicies} `.indexOf(' antom-checkout-controller ') < 0,
        `The page enforces Trusted Types and allows these policies alone: ${trustedTypesPolicies === '' ? 'none' : (trustedTypesPolicies ?? '')}.`,
      );
    },
  },
  {
    id: 'D111',
    stage: 'page',
    level: 'fatal',
    title: 'Trusted Types stop the SDK',
    remedy:
      'Make a default policy with `createHTML` and `createScriptURL` before the payment: the SDK has none of its own (1.47.2, docs/csp.md). Where the page has the directive `trusted-types`, add `default` to it.',
    symptoms: ['loading', 'blank'],
    seen: ({ trustedTypes, trustedTypesDefault }) =>
      when(trustedTypes === true && trustedTypesDefault === false, 'The page enforces Trusted Types and has no default policy.'),
  },
  {
    id: 'D112',
    stage: 'page',
    level: 'warning',
    title: 'JSON is not what it was',
    remedy:
      'Take `toJSON` off `Array.prototype`, `String.prototype` and `Object.prototype`. Prototype.js before 1.7 sets them: use 1.7.3, or delete them after it.',
    symptoms: ['blank', 'loading'],
    seen: ({ jsonBroken }) =>
      when(jsonBroken === true, 'JSON.stringify() does not write what JSON.parse() reads back. The SDK talks to its cashier in JSON.'),
  },
  {
    id: 'D113',
    stage: 'page',
    level: 'info',
    title: 'The page has replaced built-in functions',
    remedy:
      'Nothing, as long as payments work: monitoring tools and zone.js do so. If the SDK fails on this page alone, try it without them.',
    symptoms: ['loading', 'blank'],
    seen: ({ replacedBuiltIns }) => when(!!replacedBuiltIns, `Not the browser's own: ${replacedBuiltIns ?? ''}.`),
  },
  {
    id: 'D114',
    stage: 'page',
    level: 'warning',
    title: 'There are several controllers on this page',
    remedy:
      'Make one controller in a module of its own and share it. `dispose()` one that is replaced. Only one cashier can be open on a page: the others answer `component-busy`.',
    symptoms: ['refused', 'twice'],
    seen: ({ controllers }) => when(Number(controllers) > 1, `${String(controllers)} controllers were made and not disposed of.`),
  },
  {
    id: 'D115',
    stage: 'page',
    level: 'warning',
    title: 'There are several copies of the library on this page',
    remedy:
      'Load it once: either by a script tag or from your bundle, and in one version. `npm ls antom-checkout-controller` shows what brings another.',
    symptoms: ['refused', 'twice'],
    seen: ({ copies }) => when(Number(copies) > 1, `${String(copies)} copies have made a controller.`),
  },
  {
    id: 'D116',
    stage: 'page',
    level: 'fatal',
    title: 'The controller was disposed of',
    remedy:
      'Keep the controller for as long as the page lives, outside of the view. Do not call `dispose()` in the clean-up of an effect (docs/spa.md).',
    symptoms: ['nothing', 'refused'],
    seen: (facts) =>
      when(
        facts.disposed === true || failedAs(facts, 'disposed'),
        'Its state is `disposed`; every call answers with the error `disposed`.',
      ),
  },
  {
    id: 'D117',
    stage: 'page',
    level: 'warning',
    title: 'The browser says that it is offline',
    remedy:
      'Check the connection. Some VPN adapters and WebViews say so for good: then nothing is to be done, the library asks all the same.',
    symptoms: ['some-buyers', 'loading'],
    seen: (facts) => when(facts.online === false, 'navigator.onLine is false.') ?? when(failedAs(facts, 'sdk-offline'), ended(facts)),
  },
  {
    id: 'D118',
    stage: 'page',
    level: 'fatal',
    title: "The page's own server does not answer",
    remedy: 'Check the connection, and whether the network asks to sign in first.',
    symptoms: ['some-buyers', 'loading'],
    needs: 'probe',
    seen: ({ ownServer }) => when(ownServer === 'silent', 'A request for this very page failed.'),
  },
  {
    id: 'D119',
    stage: 'page',
    level: 'fatal',
    title: 'An option or an argument is wrong',
    remedy:
      'Correct what the message lists; docs/options.md and docs/methods.md have what each takes. In TypeScript the compiler says it first.',
    symptoms: ['refused', 'nothing'],
    seen: (facts) => when(failedAs(facts, 'invalid-options'), ended(facts)),
  },
  {
    id: 'D120',
    stage: 'page',
    level: 'fatal',
    title: 'There is no controller on this page',
    remedy:
      "Look for the first error in the browser's console: a script that is not there (404), one that a policy refuses (docs/csp.md), an option that the constructor does not take. If the page makes its controller later, ask then.",
    symptoms: ['nothing'],
    seen: ({ controllers, disposed, library, trigger }) =>
      when(
        controllers === 0 && disposed === null && (library !== null || trigger !== null),
        library === 'tag' ? 'The tag of the library is here, and has not run.' : 'No CheckoutController was made, or none is left.',
      ),
  },
];
