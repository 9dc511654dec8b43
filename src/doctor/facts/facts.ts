/**
 * Everything that findings are judged by. `null`: it cannot be known here, and gives no finding. A list is a string, empty where nothing is in it.
 */

/** What a storage did with a value of a thousand characters. */
export type StorageState = 'works' | 'denied' | 'missing' | 'full';
/** What keeps the buyer from pressing the trigger. `not-found`, `detached`: it is not in the page. */
export type TriggerState = 'works' | 'not-found' | 'detached' | 'hidden' | 'disabled' | 'inert' | 'covered' | 'busy';
export type ContainerState = 'works' | 'not-found' | 'detached' | 'shadow-tree' | 'hidden';
/** `html`, `error`: of the SDK's script, what came in its place. */
export type HostState = 'answers' | 'silent' | 'html' | 'error';

/* eslint-disable @typescript-eslint/consistent-type-definitions -- an interface does not fit Diagnosis.facts */
export type Facts = {
  // The page
  readonly browser: boolean | null;
  /** Without its query. */
  readonly page: string | null;
  readonly userAgent: string | null;
  readonly localHost: boolean | null;
  readonly secureContext: boolean | null;
  readonly framed: boolean | null;
  readonly opaqueOrigin: boolean | null;
  /** Tokens that the frame's `sandbox` lacks. */
  readonly sandboxLacks: string | null;
  readonly paymentAllowed: boolean | null;
  readonly localStorage: StorageState | null;
  readonly sessionStorage: StorageState | null;
  /** A Cross-Origin-Embedder-Policy that refuses the cashier, and how it is known. */
  readonly embedderPolicy: string | null;
  readonly trustedTypes: boolean | null;
  /** The policies that the page allows: `*` for any. */
  readonly trustedTypesPolicies: string | null;
  readonly trustedTypesDefault: boolean | null;
  readonly jsonBroken: boolean | null;
  readonly replacedBuiltIns: string | null;
  readonly online: boolean | null;
  readonly moduleGlobals: string | null;
  readonly controllers: number | null;
  readonly copies: number | null;
  readonly disposed: boolean | null;
  /** The library's script-tag file: it has run, or only its tag is there. */
  readonly library: 'here' | 'tag' | null;

  // The page's Content Security Policy: what a payment needs and it refuses
  readonly cspScript: string | null;
  readonly cspFrame: string | null;
  readonly cspApi: string | null;
  readonly cspOther: string | null;
  /** Requests to others than Antom that it has refused. */
  readonly cspOwn: string | null;

  // The SDK
  /** Where the controller remembers payments; `own`: in what the merchant has given it. */
  readonly storage: 'session' | 'local' | 'none' | 'own' | null;
  readonly environment: string | null;
  readonly products: string | null;
  readonly sdkClasses: string | null;
  readonly sdkFake: boolean | null;
  readonly sdkVersion: string | null;
  readonly sdkTags: number | null;
  /** A tag for the SDK that a consent manager keeps from running. */
  readonly sdkParked: boolean | null;
  readonly sdkTwo: string | null;
  /** Classes that the controller's products need and the page's SDK does not have. */
  readonly sdkLacks: string | null;

  // The last payment of the controller, or what was tried in the background
  readonly lastStatus: string | null;
  readonly lastCode: string | null;
  readonly lastReason: string | null;
  readonly lastMessage: string | null;
  /** Where the SDK was to come from, and the directive that refused it. */
  readonly lastSource: string | null;
  readonly lastDirective: string | null;
  /** Of its outcome. */
  readonly lastRetry: string | null;
  /** Of the controller's state. */
  readonly phase: string | null;
  /** Of an open payment: the SDK's last event, and how long ago it came (ms). */
  readonly silentSince: string | null;
  readonly silentFor: number | null;

  // The session
  readonly sessionFaults: string | null;
  readonly sessionProduct: string | null;
  readonly sessionMethod: string | null;
  readonly sessionEnvironment: string | null;
  /** ms by this device's clock; negative: it has expired. */
  readonly sessionExpiresIn: number | null;
  readonly sessionHasId: boolean | null;
  /** The request for a session. */
  readonly sessionMs: number | null;
  readonly sessionStatus: number | null;
  readonly sessionType: string | null;
  readonly sessionRedirected: boolean | null;

  // What the buyer presses, sees and fills in
  readonly trigger: TriggerState | null;
  /** What lies above it. */
  readonly triggerCovered: string | null;
  readonly container: ContainerState | null;
  readonly cashierShown: boolean | null;
  readonly obstacle: string | null;
  readonly cashierDead: boolean | null;
  readonly cashierCovered: string | null;

  // The merchant's server
  readonly hasInquiry: boolean | null;
  /** What is wrong with its last answer: empty where the controller can use it. */
  readonly inquiry: string | null;
  readonly inquiryMs: number | null;
  readonly inquiriesFailed: number | null;
  /** This device's clock minus the server's, in ms. */
  readonly clockOff: number | null;

  // The way back
  /** Payments that were started before this page was loaded and are not decided. */
  readonly remembered: number | null;
  readonly resumed: boolean | null;
  readonly addressNamesPayment: boolean | null;

  // By `probe`
  readonly probed: boolean | null;
  readonly ownServer: HostState | null;
  readonly sdkHost: HostState | null;
  readonly cashierHost: HostState | null;
  readonly apiHost: HostState | null;
};
/* eslint-enable @typescript-eslint/consistent-type-definitions */

export const UNKNOWN: Facts = {
  browser: null,
  page: null,
  userAgent: null,
  localHost: null,
  secureContext: null,
  framed: null,
  opaqueOrigin: null,
  sandboxLacks: null,
  paymentAllowed: null,
  localStorage: null,
  sessionStorage: null,
  embedderPolicy: null,
  trustedTypes: null,
  trustedTypesPolicies: null,
  trustedTypesDefault: null,
  jsonBroken: null,
  replacedBuiltIns: null,
  online: null,
  moduleGlobals: null,
  controllers: null,
  copies: null,
  disposed: null,
  library: null,
  cspScript: null,
  cspFrame: null,
  cspApi: null,
  cspOther: null,
  cspOwn: null,
  storage: null,
  environment: null,
  products: null,
  sdkClasses: null,
  sdkFake: null,
  sdkVersion: null,
  sdkTags: null,
  sdkParked: null,
  sdkTwo: null,
  sdkLacks: null,
  lastStatus: null,
  lastCode: null,
  lastReason: null,
  lastMessage: null,
  lastSource: null,
  lastDirective: null,
  lastRetry: null,
  phase: null,
  silentSince: null,
  silentFor: null,
  sessionFaults: null,
  sessionProduct: null,
  sessionMethod: null,
  sessionEnvironment: null,
  sessionExpiresIn: null,
  sessionHasId: null,
  sessionMs: null,
  sessionStatus: null,
  sessionType: null,
  sessionRedirected: null,
  trigger: null,
  triggerCovered: null,
  container: null,
  cashierShown: null,
  obstacle: null,
  cashierDead: null,
  cashierCovered: null,
  hasInquiry: null,
  inquiry: null,
  inquiryMs: null,
  inquiriesFailed: null,
  clockOff: null,
  remembered: null,
  resumed: null,
  addressNamesPayment: null,
  probed: null,
  ownServer: null,
  sdkHost: null,
  cashierHost: null,
  apiHost: null,
};

/** What `read` answers, or null where the page does not let it: a getter that throws, an engine that lacks it. */
export function known<T>(read: () => T | null | undefined): T | null {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}
