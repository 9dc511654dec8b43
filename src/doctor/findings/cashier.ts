/**
 * The trigger, the container and the cashier: can the buyer press it, see it, use it.
 */
import type { Facts } from '../facts/facts';
import { ended, failedAs, listed, seconds, when, type Row } from './row';

/** How long the SDK's loading animation may stand alone: it gives up on its cashier after 15 s (ms). */
const SILENT = 16_000;
/** A buyer may take that long, and a cashier that is dead is silent as well (ms). */
const QUIET = 60_000;

/** The page waits for a press: no payment is under way, and there is something left to pay. */
const awaitsPress = ({ phase, lastRetry }: Facts): boolean =>
  (phase === null || phase === 'idle' || phase === 'settled') && lastRetry !== 'none' && lastRetry !== 'after-confirmation';

/** By the phase of a payment: what it waits for. */
const WAITS: Readonly<Record<string, string | undefined>> = {
  preparing: 'for the SDK',
  'creating-session': 'for your server to give a session',
  opening: 'for the SDK to open it',
  submitting: "for the form's answer",
  confirming: "for your server's answer to `inquiryPayment`",
};

export const CASHIER: readonly Row[] = [
  {
    id: 'D401',
    stage: 'cashier',
    level: 'fatal',
    title: 'What the buyer presses is not in the page',
    remedy:
      'Bind the element that is shown: call `bind()` once it is rendered, and again when the framework has replaced it. Without `bind()`, call `pay()` in the click listener.',
    symptoms: ['nothing'],
    seen: ({ trigger }) =>
      when(trigger === 'not-found', 'No element matches the trigger.') ??
      when(trigger === 'detached', 'The trigger was bound, and is no longer in the document.'),
  },
  {
    id: 'D402',
    stage: 'cashier',
    level: 'warning',
    title: 'What the buyer presses is not shown',
    remedy: 'Show it when the buyer may pay. If another button is shown in its place, bind that one.',
    symptoms: ['nothing'],
    seen: (facts) => when(facts.trigger === 'hidden' && awaitsPress(facts), 'The trigger, or what it is in, is hidden.'),
  },
  {
    id: 'D403',
    stage: 'cashier',
    level: 'warning',
    title: 'The page has disabled what the buyer presses',
    remedy:
      "Enable it as soon as the buyer may pay. `bind()` enables what it has disabled itself; what the page has disabled stays the page's.",
    symptoms: ['nothing'],
    seen: (facts) => when(facts.trigger === 'disabled' && awaitsPress(facts), 'The trigger is disabled, and no payment is under way.'),
  },
  {
    id: 'D404',
    stage: 'cashier',
    level: 'warning',
    title: 'Presses do not reach the trigger',
    remedy:
      'Take `inert` off what it is in, and `pointer-events: none` off its style; take away what lies above it, or let presses through that.',
    symptoms: ['nothing'],
    seen: (facts) =>
      when(facts.trigger === 'inert', 'The trigger is inert, or has `pointer-events: none`.') ??
      when(facts.trigger === 'covered' && awaitsPress(facts), `${facts.triggerCovered ?? ''} lies above the trigger.`),
  },
  {
    id: 'D405',
    stage: 'cashier',
    level: 'fatal',
    title: 'The container of `mount()` cannot be used',
    remedy:
      'Call `mount()` once the container is rendered. In a component with a shadow root put it into the light DOM, as a slotted child (docs/inline.md).',
    symptoms: ['blank', 'refused'],
    seen: (facts) =>
      when(failedAs(facts, 'container-missing'), ended(facts)) ??
      when(
        facts.container !== null && facts.container !== 'works' && facts.container !== 'hidden',
        `The container is ${facts.container === 'shadow-tree' ? 'in a shadow tree' : facts.container === 'detached' ? 'not in the document' : 'not found'}.`,
      ),
  },
  {
    id: 'D406',
    stage: 'cashier',
    level: 'warning',
    title: 'The container of `mount()` is hidden',
    remedy: 'Show it before `mount()`: a form that is drawn into a hidden element has no size.',
    symptoms: ['blank'],
    needs: 'container',
    seen: ({ container }) => when(container === 'hidden', 'The container, or what it is in, is hidden.'),
  },
  {
    id: 'D407',
    stage: 'cashier',
    level: 'fatal',
    title: "A Content Security Policy refuses the cashier's frame",
    remedy: "Add the cashier's host, which is named above, to `frame-src` (docs/csp.md).",
    symptoms: ['blank', 'loading', 'sandbox-only'],
    seen: ({ cspFrame }) => listed(cspFrame),
  },
  {
    id: 'D408',
    stage: 'cashier',
    level: 'fatal',
    title: "A Content Security Policy refuses Antom's API",
    remedy:
      "Add Antom's API of the session's region to `connect-src` (docs/csp.md), and `'self'` where the page had only `default-src`. Those of all regions are best: the region may change.",
    symptoms: ['blank', 'loading', 'sandbox-only'],
    seen: ({ cspApi }) => listed(cspApi),
  },
  {
    id: 'D409',
    stage: 'cashier',
    level: 'warning',
    title: 'A Content Security Policy refuses other parts of the SDK',
    remedy:
      "Allow what docs/csp.md lists. Without the tracker and `wasm-unsafe-eval` payments work; without `style-src 'unsafe-inline'` the popup is drawn wrongly; a region whose API is missing cannot pay.",
    symptoms: ['blank', 'some-buyers'],
    seen: ({ cspOther }) => listed(cspOther),
  },
  {
    id: 'D410',
    stage: 'cashier',
    level: 'fatal',
    title: 'A modal dialog lies above the cashier',
    remedy:
      'Close the dialog before you pay. The SDK puts its cashier into the body, and a dialog that was opened by `showModal()` lies above all of it.',
    symptoms: ['blank', 'nothing'],
    seen: ({ cashierShown, obstacle }) =>
      when(cashierShown === true && obstacle === 'modal-dialog', 'The cashier is drawn, and a modal dialog is in front of it.'),
  },
  {
    id: 'D411',
    stage: 'cashier',
    level: 'fatal',
    title: 'The page is `inert`, and the cashier with it',
    remedy: 'Make inert what is beside the cashier, not the body or the document that it is in.',
    symptoms: ['blank', 'nothing'],
    seen: ({ obstacle }) => when(obstacle === 'inert', 'The body or the document has the attribute `inert`.'),
  },
  {
    id: 'D412',
    stage: 'cashier',
    level: 'fatal',
    title: 'The cashier takes no pointer',
    remedy:
      'Take `pointer-events: none` off the body. The library undoes that for the cashier; a payment by the raw SDK has to do it itself.',
    symptoms: ['blank'],
    seen: ({ cashierDead }) => when(cashierDead === true, '`pointer-events` of the cashier is `none`.'),
  },
  {
    id: 'D413',
    stage: 'cashier',
    level: 'warning',
    title: 'Something of the page lies above the cashier',
    remedy:
      'Give it a lower `z-index` than the cashier has, or take it away while the buyer pays: chat windows and cookie banners are the usual ones.',
    symptoms: ['blank'],
    seen: ({ cashierCovered }) => when(!!cashierCovered, `${cashierCovered ?? ''} is in front of its middle.`),
  },
  {
    id: 'D414',
    stage: 'cashier',
    level: 'warning',
    title: 'A modal dialog is open, and a cashier would be behind it',
    remedy: 'Close the dialog before you pay, or open it by `show()` instead of `showModal()`.',
    symptoms: ['blank', 'nothing'],
    seen: ({ cashierShown, obstacle }) =>
      when(cashierShown === false && obstacle === 'modal-dialog', 'A dialog that was opened by showModal() is in front of the page.'),
  },
  {
    id: 'D415',
    stage: 'cashier',
    level: 'fatal',
    title: 'The SDK says nothing after it began to load',
    remedy:
      "Check that the session was made for the class that opens it and for this `environment`, and look at the browser's console for refused requests and frames.",
    symptoms: ['loading', 'blank'],
    seen: (facts) =>
      when(failedAs(facts, 'component-timeout'), ended(facts)) ??
      when(
        facts.silentSince === 'loading-started' && Number(facts.silentFor) > SILENT,
        `SDK_START_OF_LOADING came ${seconds(facts.silentFor)} ago, and nothing since.`,
      ),
  },
  {
    id: 'D416',
    stage: 'cashier',
    level: 'fatal',
    title: "The cashier's frame did not start",
    remedy:
      'Open the network panel and look at the request of the frame: a Content Security Policy, a Cross-Origin-Embedder-Policy, a content blocker or the network has refused it.',
    symptoms: ['blank', 'loading'],
    seen: (facts) => when(failedAs(facts, 'component-failed') && /timeout/i.test(String(facts.lastMessage)), ended(facts)),
  },
  {
    id: 'D417',
    stage: 'cashier',
    level: 'fatal',
    title: "The page takes the cashier's elements away",
    remedy:
      "Keep the body's children and the container of `mount()` out of your framework's hands: render into an element of its own, and do not replace the body while a payment is open.",
    symptoms: ['blank', 'paid-but-failed'],
    seen: (facts) => when(failedAs(facts, 'component-failed', 'removed') || failedAs(facts, 'component-failed', 'moved'), ended(facts)),
  },
  {
    id: 'D418',
    stage: 'cashier',
    level: 'fatal',
    title: 'The SDK refused or gave up the payment',
    remedy:
      'Look `sdk.code` and its message up in docs/events.md and docs/errors.md. Check that session, `environment` and product belong together; if they do, report both to Antom.',
    symptoms: ['refused', 'blank'],
    seen: (facts) => {
      const isOther = failedAs(facts, 'component-failed') && facts.lastReason !== 'removed' && facts.lastReason !== 'moved';
      return when(
        (isOther && !/timeout/i.test(String(facts.lastMessage))) ||
          failedAs(facts, 'sdk-internal') ||
          failedAs(facts, 'session-invalid', 'SDK_CREATEPAYMENT_PARAMETER_ERROR') ||
          failedAs(facts, 'session-invalid', 'PARAM_INVALID'),
        ended(facts),
      );
    },
  },
  {
    id: 'D419',
    stage: 'cashier',
    level: 'warning',
    title: 'Another payment is open on this page',
    remedy: 'Wait for its outcome, or `unmount()` it first. Give each purchase its `order`, and share one controller.',
    symptoms: ['refused', 'nothing'],
    seen: (facts) => when(failedAs(facts, 'component-busy'), ended(facts)),
  },
  {
    id: 'D420',
    stage: 'cashier',
    level: 'warning',
    title: 'The page itself has ended the payment',
    remedy:
      'Find what calls `unmount()` or `dispose()`, aborts the signal, or navigates: clean-ups of effects and routers do. `leave` says which navigations end a payment (docs/spa.md).',
    symptoms: ['blank', 'paid-but-failed'],
    seen: ({ lastStatus, lastReason }) => when(lastStatus === 'abandoned', `The outcome is \`abandoned\`, reason \`${lastReason ?? ''}\`.`),
  },
  {
    id: 'D421',
    stage: 'cashier',
    level: 'warning',
    title: "The payment method's page or app did not open",
    remedy:
      'Offer another method. If it never opens, `frame-src` may lack the scheme of the app (docs/csp.md), or a WebView has to let it through.',
    symptoms: ['some-buyers', 'nothing'],
    seen: (facts) => when(failedAs(facts, 'redirect-failed'), ended(facts)),
  },
  {
    id: 'D422',
    stage: 'cashier',
    level: 'info',
    title: 'The cashier is open, and has said nothing for a while',
    remedy:
      'Nothing, if the buyer is still there. A cashier that is dead says nothing either: the payment ends with its session, or by `unmount()`.',
    symptoms: ['blank'],
    needs: 'timeline',
    seen: ({ silentSince, silentFor }) =>
      when(
        silentSince !== null && silentSince !== 'loading-started' && Number(silentFor) > QUIET,
        `The last event was \`${silentSince ?? ''}\`, ${seconds(silentFor)} ago.`,
      ),
  },
  {
    id: 'D423',
    stage: 'cashier',
    level: 'fatal',
    title: "Antom's hosts do not answer",
    remedy: 'Ask who runs the network, or the content blocker, to let them through (docs/csp.md has the list).',
    symptoms: ['some-buyers', 'blank'],
    needs: 'probe',
    seen: ({ cashierHost, apiHost, ownServer, cspFrame, cspApi, cspOther }) => {
      // A policy of the page's refuses the doctor's own question too.
      const isRefused = listed(cspFrame) ?? listed(cspApi) ?? listed(cspOther);
      return when(
        ownServer === 'answers' && isRefused === null && (cashierHost === 'silent' || apiHost === 'silent'),
        `No answer from the ${cashierHost === 'silent' ? 'cashier' : 'API'}, while the page's own server answers.`,
      );
    },
  },
  {
    id: 'D424',
    stage: 'cashier',
    level: 'info',
    title: 'A payment waits',
    remedy:
      'Nothing, if it has only just begun. Otherwise look at that request in the network panel: the payment ends by itself after 15 s for the SDK, 30 s for a session and 20 s for the cashier (`timeouts`).',
    symptoms: ['loading'],
    seen: ({ phase }) => when(WAITS[phase ?? ''] !== undefined, `Its phase is \`${phase ?? ''}\`: it waits ${WAITS[phase ?? ''] ?? ''}.`),
  },
];
