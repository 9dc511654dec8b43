/**
 * The SDK: does it load, is it the right one, does it find its place.
 */
import type { Facts } from '../facts/facts';
import { ended, failedAs, isTrustedTypes, listed, when, type Row } from './row';

/** The versions that the library is tested with. */
const TESTED = ['1.47.2', '1.12.0'];

/** As sdk/sources/global.ts names itself. */
const OWN_TAG = "The page's own SDK script";

/** The page's own tag has run, whatever its address, and a module system was there to take its exports. fromCdn() hides that from its own. */
const wentToModule = (facts: Facts): boolean =>
  !!facts.moduleGlobals && failedAs(facts, 'sdk-global-missing') && facts.lastSource === OWN_TAG;

/** Why the script did not load, where the browser tells; of several sources none is told. */
const isNamed = (reason: string | null): boolean => reason === 'http' || reason === 'integrity' || reason === 'removed';

export const SDK: readonly Row[] = [
  {
    id: 'D201',
    stage: 'sdk',
    level: 'fatal',
    title: 'The test kit plays Antom on a real page',
    remedy:
      'Take `antom-checkout-controller/testing` and its script out of this build. Nothing is charged with it, whatever the page says.',
    symptoms: ['sandbox-only', 'paid-but-failed'],
    seen: ({ sdkFake, environment, localHost }) =>
      when(
        sdkFake === true && (environment === 'prod' || localHost === false),
        `The SDK is the test kit's, ${environment === 'prod' ? 'and the environment is "prod"' : 'and this is not localhost'}.`,
      ),
  },
  {
    id: 'D202',
    stage: 'sdk',
    level: 'fatal',
    title: "A Content Security Policy refuses the SDK's script",
    remedy: "Add the SDK's host to `script-src`, or give the page's scripts a nonce (docs/csp.md).",
    symptoms: ['refused', 'loading', 'sandbox-only'],
    seen: (facts) => listed(facts.cspScript) ?? when(failedAs(facts, 'sdk-blocked-by-csp') && !isTrustedTypes(facts), ended(facts)),
  },
  {
    id: 'D203',
    stage: 'sdk',
    level: 'fatal',
    title: "Something between the page and Antom refuses the SDK's script",
    remedy:
      "Switch content blockers off for this page, and ask who runs the network for Antom's hosts (docs/csp.md). `sdk: [fromCdn(), fromCdn({ url })]` adds a mirror of your own.",
    symptoms: ['some-buyers', 'loading'],
    seen: (facts) => {
      if (failedAs(facts, 'sdk-load-failed') && !isNamed(facts.lastReason)) return ended(facts);
      return when(
        facts.sdkHost === 'silent' && facts.ownServer === 'answers' && listed(facts.cspScript) === null && facts.sdkClasses === '',
        "The page's own server answers, and the SDK's host does not.",
      );
    },
  },
  {
    id: 'D204',
    stage: 'sdk',
    level: 'fatal',
    title: "The SDK's script is not there",
    remedy:
      "Check the address and version of the SDK: the server answers with an error. Without `url` and `version`, `fromCdn()` takes Antom's own.",
    symptoms: ['refused', 'sandbox-only'],
    seen: (facts) =>
      when(failedAs(facts, 'sdk-load-failed', 'http'), ended(facts)) ??
      when(facts.sdkHost === 'error' && facts.sdkClasses === '', "The SDK's address answers with an error."),
  },
  {
    id: 'D205',
    stage: 'sdk',
    level: 'fatal',
    title: "The SDK's script is not what `integrity` says",
    remedy:
      'Take the hash of the very version that is loaded. An address without a version changes and cannot have one. A connection that breaks looks the same.',
    symptoms: ['refused'],
    seen: (facts) => when(failedAs(facts, 'sdk-load-failed', 'integrity'), ended(facts)),
  },
  {
    id: 'D206',
    stage: 'sdk',
    level: 'fatal',
    title: 'Something else answers in the place of the SDK',
    remedy:
      "Check that the address is that of @alipay/ams-checkout. A network that asks to sign in, or a proxy, answers with a page of its own: then it is the buyer's to sign in.",
    symptoms: ['refused', 'some-buyers'],
    seen: (facts) =>
      when(failedAs(facts, 'sdk-global-missing') && !wentToModule(facts), ended(facts)) ??
      when(facts.sdkHost === 'html' && facts.sdkClasses === '', "The SDK's address answers with a page of HTML."),
  },
  {
    id: 'D207',
    stage: 'sdk',
    level: 'warning',
    title: 'The SDK did not come in time',
    remedy:
      'Call `prepare()` earlier, raise `timeouts.sdk`, or serve the SDK from a mirror near your buyers. A script that arrives late is used.',
    symptoms: ['loading', 'some-buyers'],
    seen: (facts) => when(failedAs(facts, 'sdk-load-timeout'), ended(facts)),
  },
  {
    id: 'D208',
    stage: 'sdk',
    level: 'fatal',
    title: "A consent manager keeps the SDK's script from running",
    remedy: 'Exempt the checkout: mark the script as necessary in the consent manager. A payment needs no consent to marketing.',
    symptoms: ['loading', 'nothing'],
    seen: ({ sdkParked, sdkClasses }) =>
      when(sdkParked === true && sdkClasses === '', 'There is a tag for the SDK with a `type` that does not run.'),
  },
  {
    id: 'D209',
    stage: 'sdk',
    level: 'fatal',
    title: 'The SDK has registered itself as a module and set no global',
    remedy:
      'Let the library load the SDK by `fromCdn()`, or by `fromGlobal()` before the tag runs: it hides `define` and `exports` from that script. With a tag of your own put it before RequireJS.',
    symptoms: ['refused', 'nothing'],
    seen: (facts) => {
      const { moduleGlobals, sdkTags, sdkClasses, sdkParked } = facts;
      return when(
        wentToModule(facts) || (!!moduleGlobals && Number(sdkTags) > 0 && sdkClasses === '' && sdkParked !== true),
        `The page has ${moduleGlobals ?? ''} and a tag for the SDK, but none of its classes.`,
      );
    },
  },
  {
    id: 'D210',
    stage: 'sdk',
    level: 'warning',
    title: 'There are two SDKs on this page',
    remedy: "Load one, in one version: they share element ids and messages, and close each other's cashiers.",
    symptoms: ['blank', 'refused'],
    seen: ({ sdkTwo }) => listed(sdkTwo),
  },
  {
    id: 'D211',
    stage: 'sdk',
    level: 'warning',
    title: 'The library is not tested with this version of the SDK',
    remedy: 'Take `fromCdn()` without a `version`, or `@alipay/ams-checkout` 1.47.2. An address without a version changes on its own.',
    symptoms: ['loading', 'some-buyers'],
    seen: ({ sdkVersion }) => when(sdkVersion !== null && TESTED.indexOf(sdkVersion) < 0, `The SDK is ${sdkVersion ?? ''}.`),
  },
  {
    id: 'D212',
    stage: 'sdk',
    level: 'fatal',
    title: "This version of the SDK lacks the product's class",
    remedy: 'Load 1.47.2: older versions have no Payment Element, Checkout Page and AutoDebitPay.',
    symptoms: ['refused'],
    seen: ({ sdkLacks }) => when(!!sdkLacks, `The page's SDK has no ${sdkLacks ?? ''}.`),
  },
  {
    id: 'D213',
    stage: 'sdk',
    level: 'fatal',
    title: "The tag of the SDK's script was taken off the page",
    remedy: 'Leave it where it is until it has loaded: a view that renders the head, or a script that tidies it up, must not take it away.',
    symptoms: ['refused', 'loading'],
    seen: (facts) => when(failedAs(facts, 'sdk-load-failed', 'removed'), ended(facts)),
  },
];
