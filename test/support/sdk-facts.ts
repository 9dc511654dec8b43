/**
 * What a page can see of the SDK, product by product: the list that the imitation and the real SDK are both asked. A fact plays one scene
 * and says nothing of how it ends; its journal is compared.
 */
import { SLOT, SLOT_2, type ComponentApi, type CoreApi, type ElementApi, type PageApi } from './product-players.ts';
import {
  autoDebitPaySession,
  autoDebitSession,
  cardSession,
  cashierSession,
  checkoutPageSession,
  easyPaySession,
  elementSession,
  redirecting,
  vaultingSession,
  type SessionBuilder,
} from './product-sessions.ts';
import { SDK_VERSIONS, type SdkVersion } from './real-sdk.ts';
import type { PlayedApp, SdkWorld } from './sdk-world.ts';

export interface Fact {
  readonly title: string;
  readonly versions: readonly SdkVersion[];
  readonly play: (world: SdkWorld) => unknown;
}

const BOTH = SDK_VERSIONS;
const NEW: readonly SdkVersion[] = ['1.47.2'];
const OLD: readonly SdkVersion[] = ['1.12.0'];
const NORMAL = 'https://method.example/pay';
const PAID = { result: { paymentResultCode: 'SUCCESS' } };

const facts: Fact[] = [];
function fact(title: string, versions: readonly SdkVersion[], play: Fact['play']): void {
  facts.push({ title, versions, play });
}

// ── Popups of the AMSCheckout family ─────────────────────────────────────────

type FamilyName = 'AMSCashierPayment' | 'AMSVaulting' | 'AMSEasyPay' | 'AMSAutoDebit';

interface Opened<Api> {
  readonly api: Api;
  readonly app: PlayedApp;
}

function family(world: SdkWorld, className: FamilyName = 'AMSCashierPayment', options: object = {}): ComponentApi {
  return world.component(className, options as Record<string, unknown>);
}

const create = (world: SdkWorld, api: ComponentApi, session: unknown = cashierSession(), name = 'create'): void =>
  world.call(name, () => api.createComponent({ sessionData: session }));

async function popup(world: SdkWorld, className?: FamilyName, session?: string): Promise<Opened<ComponentApi>> {
  const api = family(world, className);
  create(world, api, session);
  await world.advance();
  const app = world.app();
  await app.launch();
  return { api, app };
}

const POPUPS: readonly [FamilyName, SessionBuilder, readonly SdkVersion[]][] = [
  ['AMSCashierPayment', cashierSession, BOTH],
  ['AMSVaulting', vaultingSession, BOTH],
  ['AMSEasyPay', easyPaySession, OLD],
  ['AMSAutoDebit', autoDebitSession, OLD],
];

for (const [className, session, versions] of POPUPS) {
  fact(`${className}: building one`, versions, async (world) => {
    family(world, className);
    world.look();
    await world.advance(20_000);
    world.look();
  });

  fact(`${className}: a popup that opens`, versions, async (world) => {
    const api = family(world, className);
    create(world, api, session());
    await world.advance();
    world.look();
    await world.app().launch();
    world.look();
    await world.advance(60_000);
    world.look();
  });

  fact(`${className}: unmount() of an open popup, and what stays`, versions, async (world) => {
    const { api, app } = await popup(world, className, session());
    world.call('unmount', () => api.unmount());
    world.look();
    app.says('SDK_PAYMENT_SUCCESSFUL');
    await world.advance(20_000);
    world.look();
  });
}

fact('a popup: results and anything else that the app says', BOTH, async (world) => {
  const { app } = await popup(world);
  app.says('SDK_PAYMENT_PROCESSING');
  app.says('SDK_PAYMENT_SUCCESSFUL', { message: 'm', ...PAID });
  app.says('ANYTHING');
  await world.advance(1_000);
  world.look();
});

fact('a popup whose app does not launch', BOTH, async (world) => {
  create(world, family(world));
  await world.advance();
  world.answer();
  await world.advance(14_999);
  world.look();
  await world.advance(1);
  world.look();
  await world.advance(300);
  world.look();
});

fact('a popup that is opened again after its app did not launch', BOTH, async (world) => {
  const api = family(world);
  create(world, api);
  await world.advance();
  world.answer();
  await world.advance(16_000);
  create(world, api, cashierSession(), 'second');
  await world.advance();
  await world.app().launch();
  world.look();
});

fact('a popup: a second createComponent while it is open', BOTH, async (world) => {
  const { api, app } = await popup(world);
  create(world, api, cashierSession(), 'second');
  await world.advance();
  app.says('SDK_PAYMENT_FAIL');
  await world.advance(20_000);
  world.look();
});

fact('a popup: two createComponents in one task', BOTH, async (world) => {
  const api = family(world);
  create(world, api, cashierSession(), 'first');
  create(world, api, cashierSession(), 'second');
  await world.advance();
  world.look();
});

fact('a popup: unmount() before its app launches', BOTH, async (world) => {
  const api = family(world);
  create(world, api);
  await world.advance();
  world.answer();
  await world.advance(500);
  world.call('unmount', () => api.unmount());
  world.look();
  await world.advance(20_000);
  world.look();
});

fact('a popup: unmount() before its app launches, and the next one meanwhile', BOTH, async (world) => {
  const api = family(world);
  create(world, api, cashierSession(), 'first');
  await world.advance();
  world.answer();
  await world.advance(500);
  api.unmount();
  create(world, api, cashierSession(), 'second');
  await world.advance();
  await world.app().launch();
  await world.advance(20_000);
  world.look();
});

fact('unmount() with nothing open', BOTH, async (world) => {
  const api = family(world);
  world.document.body.style.overflow = 'scroll';
  world.call('unmount', () => api.unmount());
  await world.advance(500);
  world.look();
});

fact('a popup that is closed says onClose and what was declared', BOTH, async (world) => {
  const { app } = await popup(world);
  app.asksNoMore();
  app.declares('SDK_PAYMENT_CANCEL');
  app.closes();
  world.look();
  await world.advance(299);
  world.look();
  await world.advance(1);
  world.look();
  await world.advance(20_000);
});

fact('a popup that is closed and has declared nothing', BOTH, async (world) => {
  const { app } = await popup(world);
  app.asksNoMore();
  app.closes();
  await world.advance(500);
  world.look();
});

fact('a popup that is closed and has declared another code than a cancellation', BOTH, async (world) => {
  const { app } = await popup(world);
  app.asksNoMore();
  app.declares('SDK_PAYMENT_PROCESSING');
  app.closes();
  await world.advance(500);
});

fact('a popup that asks before it closes: "leave"', BOTH, async (world) => {
  const { app } = await popup(world);
  app.declares('SDK_PAYMENT_CANCEL');
  app.closes();
  await world.advance(5_000);
  world.look();
  world.note('asks')(world.document.querySelector('#ams-component-retention')?.classList.contains('ams-component-retention-show'));
  world.click('ams-component-retention-leave');
  world.look();
  await world.advance(300);
  world.look();
});

fact('a popup that asks before it closes: "stay", and then "leave"', BOTH, async (world) => {
  const { app } = await popup(world);
  app.closes();
  await world.advance(100);
  world.click('ams-component-retention-remain');
  await world.advance(1_000);
  world.note('asks')(world.document.querySelector('#ams-component-retention')?.classList.contains('ams-component-retention-show'));
  app.closes();
  world.click('ams-component-retention-leave');
  await world.advance(500);
  world.look();
});

fact("a popup's own cross", BOTH, async (world) => {
  const { app } = await popup(world);
  app.asksNoMore();
  app.declares('SDK_PAYMENT_CANCEL');
  world.click('asm-component-close-block');
  await world.advance(500);
  world.look();
});

fact('an instance remembers what an earlier cashier declared and switched off', BOTH, async (world) => {
  const { api, app } = await popup(world);
  app.asksNoMore();
  app.declares('SDK_PAYMENT_SUCCESSFUL');
  api.unmount();
  await world.advance(500);
  create(world, api, cashierSession(), 'second');
  await world.advance();
  const second = world.app();
  await second.launch();
  second.closes();
  await world.advance(500);
  world.look();
});

fact('a popup that sends the buyer away in the same tab', BOTH, async (world) => {
  const { app } = await popup(world);
  app.redirects({ normalUrl: NORMAL });
  await world.advance();
  world.look();
  await world.advance(300);
  world.look();
  await world.advance(20_000);
});

fact('a popup that sends the buyer to an app, on a desktop', BOTH, async (world) => {
  const { app } = await popup(world);
  app.redirects({ normalUrl: NORMAL, applinkUrl: 'https://method.example/app', schemeUrl: 'method://pay' });
  await world.advance(500);
  world.look();
});

fact('a popup that opens the method in a new tab, and goes on', BOTH, async (world) => {
  const { app } = await popup(world);
  app.redirects({ normalUrl: NORMAL, target: '_blank' });
  await world.advance(500);
  app.says('SDK_PAYMENT_SUCCESSFUL', PAID);
  await world.advance();
  world.look();
});

for (const [name, sessionData] of [
  ['no session', ''],
  ['a session that is no text', 5],
  ['garbage as a session', 'garbage'],
  ['a session of three parts', 'a&&SG&&111'],
] as const) {
  fact(`a popup: ${name}`, BOTH, async (world) => {
    create(world, family(world), sessionData);
    await world.advance(500);
    world.look();
  });
}

fact('a popup: the session of a Payment Element', NEW, async (world) => {
  create(world, family(world), elementSession());
  await world.advance(500);
  world.look();
});

fact('a popup for cards', BOTH, async (world) => {
  await popup(world, 'AMSCashierPayment', cardSession());
  world.look();
});

for (const callback of ['onEventCallback', 'onError', 'onClose', 'onSizeChanged', 'onLog', 'onPaymentMethodSelected', 'onBeforeSubmit']) {
  fact(`${callback} that is no function`, BOTH, (world) => {
    world.call('new', () => void family(world, 'AMSCashierPayment', { [callback]: 'text' }));
  });
}

fact('canMakePayments()', BOTH, async (world) => {
  const api = family(world);
  for (const method of ['ApplePay', 'AlipayCN', undefined]) {
    world.call(`can ${String(method)}`, () => api.canMakePayments(method));
    await world.advance();
  }
});

// ── Forms of the AMSCheckout family, in a container ──────────────────────────

const mountFamily = (world: SdkWorld, api: ComponentApi, session = cardSession(), selector: unknown = SLOT, name = 'mount'): void =>
  world.call(name, () => api.mountComponent({ sessionData: session }, selector));

async function inlineForm(
  world: SdkWorld,
  className: FamilyName = 'AMSCashierPayment',
  session: string = cardSession(),
): Promise<Opened<ComponentApi>> {
  const api = family(world, className);
  mountFamily(world, api, session);
  await world.advance();
  const app = world.app();
  await app.launch();
  return { api, app };
}

const submit = (world: SdkWorld, api: ComponentApi, name = 'submit'): void => world.call(name, () => api.submit());

for (const [className, session, versions] of POPUPS) {
  fact(`${className} in a container: it opens, is unmounted, and what stays`, versions, async (world) => {
    world.slot.innerHTML = '<p>mine</p>';
    const api = family(world, className);
    mountFamily(world, api, session());
    world.look();
    await world.advance();
    world.look();
    await world.app().launch();
    world.look();
    world.call('unmount', () => api.unmount());
    world.look();
    await world.advance(20_000);
    world.look();
  });
}

for (const className of ['AMSCashierPayment', 'AMSVaulting'] as const) {
  const session = className === 'AMSVaulting' ? vaultingSession : cardSession;
  fact(`${className} in a container: a submit that is answered`, BOTH, async (world) => {
    const { api, app } = await inlineForm(world, className, session());
    submit(world, api);
    await world.advance();
    app.answers({ code: 'SDK_PAYMENT_SUCCESSFUL', message: 'm', ...PAID });
    await world.advance(500);
    world.look();
  });
}

fact('a form in a container: an invalid one answers at once, and a complete one can be submitted then', BOTH, async (world) => {
  const { api, app } = await inlineForm(world);
  app.fill(false);
  submit(world, api);
  await world.advance();
  app.replies();
  await world.advance();
  app.fill(true);
  submit(world, api, 'again');
  await world.advance();
  app.answers({ code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'X' } });
  await world.advance();
});

fact('a form in a container: of two submits the newest is answered', BOTH, async (world) => {
  const { api, app } = await inlineForm(world);
  submit(world, api, 'first');
  submit(world, api, 'second');
  await world.advance();
  app.answers({ code: 'SDK_PAYMENT_FAIL' });
  await world.advance(60_000);
});

fact('a form in a container: a submit that is not answered, and unmount()', BOTH, async (world) => {
  const { api, app } = await inlineForm(world);
  submit(world, api);
  await world.advance(60_000);
  app.says('SDK_PAYMENT_PROCESSING');
  api.unmount();
  await world.advance(60_000);
});

fact('submit() before a form is there, and after unmount()', BOTH, async (world) => {
  const api = family(world);
  submit(world, api, 'before');
  await world.advance();
  mountFamily(world, api);
  await world.advance();
  await world.app().launch();
  api.unmount();
  submit(world, api, 'after');
  await world.advance();
});

fact('validateFields(): false before there is a form, then what its form says', NEW, async (world) => {
  const api = family(world);
  world.call('early', () => api.validateFields?.());
  await world.advance();
  mountFamily(world, api);
  await world.advance();
  const app = world.app();
  await app.launch();
  for (const valid of [true, false]) {
    app.fill(valid);
    world.call('validate', () => api.validateFields?.());
    await world.advance();
    app.replies();
    await world.advance();
  }
});

fact('which class has validateFields()', BOTH, (world) =>
  (['AMSCashierPayment', 'AMSVaulting'] as const).map((name) => typeof family(world, name).validateFields),
);

for (const selector of ['#nope', undefined]) {
  fact(`a form in a container that is not there: ${String(selector)}`, BOTH, async (world) => {
    const api = family(world);
    // With undefined a default would take its place.
    world.call('mount', () => api.mountComponent({ sessionData: cardSession() }, selector));
    await world.advance(20_000);
    world.look();
  });
}

fact('a form in a container whose selector is no CSS: the instance is stuck until unmount()', BOTH, async (world) => {
  const api = family(world);
  mountFamily(world, api, cardSession(), '##');
  await world.advance();
  mountFamily(world, api, cardSession(), SLOT, 'again');
  await world.advance();
  api.unmount();
  mountFamily(world, api, cardSession(), SLOT, 'third');
  await world.advance();
  world.look();
});

fact('a form in a container: a second one while it is open', BOTH, async (world) => {
  const { api } = await inlineForm(world);
  mountFamily(world, api, cardSession(), SLOT_2, 'second');
  await world.advance();
  world.look();
  world.note('frames')(world.frames());
});

fact('a form in a container whose app does not launch', BOTH, async (world) => {
  mountFamily(world, family(world), cashierSession());
  await world.advance();
  world.answer();
  await world.advance(15_000);
  world.look();
  await world.advance(300);
  world.look();
});

fact('a form in a container: its app’s close is ignored while it would ask', BOTH, async (world) => {
  const { app } = await inlineForm(world);
  app.closes();
  await world.advance(60_000);
  world.look();
});

fact('a form in a container: its app’s close when it asks no more', BOTH, async (world) => {
  const { app } = await inlineForm(world);
  app.asksNoMore();
  app.declares('SDK_PAYMENT_CANCEL');
  app.closes();
  await world.advance(299);
  world.look();
  await world.advance(1);
  world.look();
});

fact('a form in a container that sends the buyer away: a new tab, then the same', BOTH, async (world) => {
  const { app } = await inlineForm(world);
  app.redirects({ normalUrl: NORMAL, target: '_blank' });
  await world.advance(500);
  world.look();
  app.redirects({ normalUrl: NORMAL });
  await world.advance(500);
  world.look();
});

fact('a reused instance puts its popup into the container it had', BOTH, async (world) => {
  const { api } = await inlineForm(world, 'AMSCashierPayment', cashierSession());
  world.note('selector')(api._componentApp._selector);
  api.unmount();
  await world.advance(500);
  create(world, api);
  await world.advance();
  world.look();
});

fact('_selector set back cures that', BOTH, async (world) => {
  const { api } = await inlineForm(world, 'AMSCashierPayment', cashierSession());
  api.unmount();
  await world.advance(500);
  api._componentApp._selector = '#ams-component-section';
  create(world, api);
  await world.advance();
  world.look();
});

// ── AMSAutoDebitPay ──────────────────────────────────────────────────────────

const autoDebitPay = (world: SdkWorld): ComponentApi => world.component('AMSAutoDebitPay');

fact('AMSAutoDebitPay leaves at once', NEW, async (world) => {
  create(world, autoDebitPay(world), autoDebitPaySession());
  await world.advance(20_000);
  world.look();
});

fact('AMSAutoDebitPay without an address', NEW, async (world) => {
  create(world, autoDebitPay(world), autoDebitPaySession({ authUrlInfo: { normalUrl: undefined } }));
  await world.advance(20_000);
  world.look();
});

fact('AMSAutoDebitPay with a session that is not for it: the instance is stuck until unmount()', NEW, async (world) => {
  const api = autoDebitPay(world);
  create(world, api, autoDebitPaySession({ action: { requireFastSdk: false } }));
  await world.advance();
  create(world, api, autoDebitPaySession(), 'second');
  await world.advance();
  api.unmount();
  create(world, api, autoDebitPaySession(), 'third');
  await world.advance();
});

fact('AMSAutoDebitPay twice', NEW, async (world) => {
  const api = autoDebitPay(world);
  create(world, api, autoDebitPaySession());
  await world.advance();
  create(world, api, autoDebitPaySession(), 'second');
  await world.advance();
});

// ── AMSEasyPay and AMSAutoDebit of 1.47.2 ────────────────────────────────────

type CoreName = 'AMSEasyPay' | 'AMSAutoDebit';
const CORE: readonly [CoreName, SessionBuilder][] = [
  ['AMSEasyPay', easyPaySession],
  ['AMSAutoDebit', autoDebitSession],
];
const SILENCERS = ['onDestroy', 'onEventCallback', 'onError', 'onCloseCallback'];

for (const [className, session] of CORE) {
  const build = (world: SdkWorld, options: Record<string, unknown> = {}): CoreApi => world.build(className, options);
  const start = (world: SdkWorld, api: CoreApi, sessionData: unknown = session(), more: object = {}, name = 'create'): void =>
    world.call(name, () => api.createComponent({ sessionData, ...more }));
  const ready = async (world: SdkWorld): Promise<Opened<CoreApi>> => {
    const api = build(world);
    start(world, api);
    await world.advance();
    const app = world.app();
    await app.launch();
    return { api, app };
  };

  fact(`${className}: building one, and what it is made of`, NEW, async (world) => {
    const api = build(world);
    world.look();
    world.note('own')(Object.keys(api));
    world.call('nothing', () => {
      const Sdk = world.global(className) as new (options?: unknown) => unknown;
      return new Sdk();
    });
    world.call('text', () => void build(world, { onEventCallback: 'text' }));
    await world.advance(20_000);
    world.look();
  });

  fact(`${className}: opening says nothing; its event centre tells size and the end of loading`, NEW, async (world) => {
    const api = build(world);
    start(world, api);
    const centre = api.core.getServiceProvider().getService('EventCenter');
    for (const name of ['onLaunch', 'onSizeChanged', 'dismissLoading']) centre.listen(name, () => world.note(name)(), true);
    world.look();
    await world.advance();
    world.look();
    await world.app().launch();
    world.look();
    await world.advance(60_000);
    world.look();
  });

  fact(`${className}: results`, NEW, async (world) => {
    const { app } = await ready(world);
    app.says('SDK_PAYMENT_SUCCESSFUL', { message: 'm', ...PAID });
    await world.advance(1_000);
    world.look();
  });

  for (const [name, sessionData] of [
    ['no session', ''],
    ['garbage', 'garbage'],
    ['three parts', 'a&&SG&&111'],
    ["a cashier's session", cashierSession()],
    ['a session without an action', session({ action: undefined })],
  ] as const) {
    fact(`${className}: ${name}`, NEW, async (world) => {
      start(world, build(world), sessionData);
      await world.advance(20_000);
      world.look();
    });
  }

  fact(`${className}: no parameters at all`, NEW, async (world) => {
    const api = build(world);
    world.call('create', () => api.createComponent());
    await world.advance();
  });

  fact(`${className}: an app that does not launch`, NEW, async (world) => {
    start(world, build(world));
    await world.advance();
    world.answer();
    await world.advance(14_999);
    world.look();
    await world.advance(1);
    world.look();
  });

  fact(`${className}: a second createComponent`, NEW, async (world) => {
    const { api } = await ready(world);
    start(world, api, session(), {}, 'second');
    await world.advance(50);
    world.look();
    await world.advance(20_000);
    world.look();
  });

  fact(`${className}: unmount(), and what stays`, NEW, async (world) => {
    const { api, app } = await ready(world);
    world.call('unmount', () => api.unmount());
    world.look();
    app.says('SDK_PAYMENT_SUCCESSFUL');
    await world.advance(20_000);
    world.look();
  });

  fact(`${className}: unmount() with nothing open`, NEW, async (world) => {
    const api = build(world);
    world.document.body.style.overflow = 'scroll';
    world.call('unmount', () => api.unmount());
    await world.advance(500);
    world.look();
  });

  fact(`${className}: unmount() when the page has removed the container, and with a stand-in`, NEW, async (world) => {
    const { api } = await ready(world);
    world.document.querySelector('#ams-component-container')?.remove();
    world.call('unmount', () => api.unmount());
    world.look();
    const standIn = world.document.createElement('div');
    standIn.id = 'ams-component-container';
    world.document.body.append(standIn);
    world.call('again', () => api.unmount());
    world.look();
  });

  fact(`${className}: unmount() before its app launches leaves a timer that destroys a later popup`, NEW, async (world) => {
    const api = build(world);
    start(world, api);
    await world.advance(500);
    world.answer();
    api.unmount();
    world.look();
    start(world, build(world, { onEventCallback: world.note('second event') }), session(), {}, 'second');
    await world.advance();
    await world.app().launch();
    world.look();
    await world.advance(20_000);
    world.look();
  });

  fact(`${className}: unlisten, unmount and destroy of the event centre silence it for good`, NEW, async (world) => {
    const api = build(world);
    start(world, api);
    await world.advance(500);
    world.answer();
    const centre = api.core.getServiceProvider().getService('EventCenter');
    for (const name of SILENCERS) centre.unlisten(name);
    api.unmount();
    centre.destroy();
    world.look();
    start(world, build(world), session(), {}, 'second');
    await world.advance();
    await world.app().launch();
    await world.advance(30_000);
    world.look();
  });

  fact(`${className}: an instance that was open is used again`, NEW, async (world) => {
    const { api } = await ready(world);
    api.unmount();
    start(world, api, session(), {}, 'second');
    await world.advance();
    const app = world.app();
    await app.launch();
    app.says('SDK_PAYMENT_FAIL');
    await world.advance(30_000);
    world.look();
  });

  fact(`${className}: its app's onClose asks, and "leave" says onClose`, NEW, async (world) => {
    const { app } = await ready(world);
    app.closes();
    await world.advance(50);
    world.note('asks')(world.document.querySelector('#ams-component-retention')?.classList.contains('ams-component-retention-show'));
    world.click('ams-component-retention-leave');
    world.look();
    await world.advance(300);
    world.look();
  });

  fact(`${className}: its app's onClose without the question`, NEW, async (world) => {
    const { app } = await ready(world);
    app.asksNoMore();
    app.declares('SDK_PAYMENT_CANCEL');
    app.closes();
    await world.advance(500);
    world.look();
  });

  for (const declared of [true, false]) {
    fact(`${className}: its close button, with ${declared ? 'a' : 'no'} declared code`, NEW, async (world) => {
      const { app } = await ready(world);
      app.asksNoMore();
      if (declared) app.declares('SDK_PAYMENT_PROCESSING');
      world.click('asm-component-close-block');
      world.look();
      await world.advance(500);
      world.look();
    });
  }

  fact(`${className}: its app's onDestroy`, NEW, async (world) => {
    const { app } = await ready(world);
    app.destroys();
    world.look();
    await world.advance(20_000);
    world.look();
  });

  for (const target of [undefined, '_blank']) {
    fact(`${className}: sends the buyer away, ${target ?? 'same tab'}`, NEW, async (world) => {
      const { app } = await ready(world);
      app.redirects(target === undefined ? { normalUrl: NORMAL } : { normalUrl: NORMAL, target });
      world.look();
      await world.advance(500);
      world.look();
    });
  }

  fact(`${className}: a session that only redirects, and what the console is told`, NEW, async (world) => {
    const sessionData = session(redirecting('https://bank.test/'));
    start(world, build(world), sessionData);
    world.note('printed')(world.printed(sessionData));
    await world.advance(20_000);
    world.note('printed')(world.printed(sessionData));
    world.look();
  });

  fact(`${className}: such a session without an address`, NEW, async (world) => {
    start(world, build(world), session({ action: { requireFastSdk: true }, authUrlInfo: {} }));
    await world.advance(20_000);
    world.look();
  });

  fact(`${className}: such a session with isNativeAppWebview`, NEW, async (world) => {
    start(world, build(world), session(redirecting('https://bank.test/', { schemeUrl: 'pay://x' })), { isNativeAppWebview: true });
    await world.advance(500);
  });

  fact(`${className}: does not print the session of a popup`, NEW, async (world) => {
    const sessionData = session();
    start(world, build(world), sessionData);
    await world.advance();
    await world.app().launch();
    return world.printed(sessionData.split('&&')[3] ?? '');
  });
}

// ── AMSElement ───────────────────────────────────────────────────────────────

const PAYMENT = { type: 'payment' };

function buildElement(world: SdkWorld, options: Record<string, unknown> = {}): ElementApi {
  return world.build('AMSElement', {
    sessionData: elementSession(),
    loading: { onStartLoading: world.note('loading.start'), onEndLoading: world.note('loading.end') },
    ...options,
  });
}

const mountElement = (
  world: SdkWorld,
  api: ElementApi,
  selector: unknown = SLOT,
  options: Record<string, unknown> | undefined = PAYMENT,
  name = 'mount',
): void => world.call(name, () => api.mount(options, selector));

async function element(world: SdkWorld, options: Record<string, unknown> = {}): Promise<Opened<ElementApi>> {
  const api = buildElement(world, options);
  mountElement(world, api);
  await world.advance();
  const app = world.app();
  await app.launch();
  return { api, app };
}

const pay = (world: SdkWorld, api: ElementApi, name = 'submit'): void => world.call(name, () => api.submitPayment());

fact('AMSElement: building one', NEW, async (world) => {
  buildElement(world);
  world.look();
  await world.advance(20_000);
  world.look();
});

for (const sessionData of ['', undefined]) {
  fact(`AMSElement: building one with ${JSON.stringify(sessionData)} as a session`, NEW, (world) => {
    world.call('new', () => void buildElement(world, { sessionData }));
  });
}

fact('AMSElement: callbacks that are no functions', NEW, (world) => {
  world.call('new', () => void buildElement(world, { onEventCallback: 'text', onError: 1 }));
});

fact('AMSElement: mounting, beside what the container holds, and destroy()', NEW, async (world) => {
  world.slot.innerHTML = '<p>mine</p>';
  const api = buildElement(world);
  mountElement(world, api);
  world.look();
  await world.advance();
  await world.app().launch();
  world.look();
  world.call('destroy', () => api.destroy());
  world.look();
  await world.advance(20_000);
  world.look();
});

fact('AMSElement: its timer is a number before launch and null after', NEW, async (world) => {
  const api = buildElement(world);
  mountElement(world, api);
  world.note('timer')(typeof api.controller.initTimeout);
  await world.advance();
  await world.app().launch();
  world.note('timer')(api.controller.initTimeout);
});

for (const sessionData of ['garbage', 'a&&SG&&111']) {
  fact(`AMSElement: mounting ${sessionData}`, NEW, async (world) => {
    mountElement(world, buildElement(world, { sessionData }));
    await world.advance(20_000);
    world.look();
  });
}

for (const options of [undefined, {}, { type: 'card' }]) {
  fact(`AMSElement: mounting with ${JSON.stringify(options)}`, NEW, async (world) => {
    const api = buildElement(world);
    world.call('mount', () => api.mount(options, SLOT));
    await world.advance(500);
  });
}

for (const selector of ['#nope', '##']) {
  fact(`AMSElement: mounting into ${selector}`, NEW, async (world) => {
    mountElement(world, buildElement(world), selector);
    await world.advance(20_000);
    world.look();
  });
}

fact('AMSElement: an app that does not launch', NEW, async (world) => {
  mountElement(world, buildElement(world));
  await world.advance();
  world.answer();
  await world.advance(9_999);
  world.look();
  await world.advance(1);
  world.look();
});

fact('AMSElement: a second mount of the instance', NEW, async (world) => {
  const { api } = await element(world);
  mountElement(world, api, SLOT_2, PAYMENT, 'second');
  await world.advance(500);
  world.note('frames')(world.frames());
});

fact('AMSElement: a second one in the same container', NEW, async (world) => {
  await element(world);
  mountElement(world, buildElement(world), SLOT, PAYMENT, 'second');
  await world.advance(500);
  world.look();
  world.note('frames')(world.frames());
});

for (const answer of [
  { status: 'SUCCESS' },
  { status: 'PROCESSING' },
  { status: 'CANCELLED' },
  { status: 'FAIL', error: { code: 'ORDER_IS_CLOSED', message: 'no' } },
]) {
  fact(`AMSElement: a submit that is answered ${answer.status}`, NEW, async (world) => {
    const { api, app } = await element(world);
    pay(world, api);
    await world.advance();
    app.answers(answer);
    await world.advance(500);
    world.look();
  });
}

fact('AMSElement: an invalid form answers at once, and a complete one can be submitted then', NEW, async (world) => {
  const { api, app } = await element(world);
  app.fill(false);
  pay(world, api);
  await world.advance();
  app.replies();
  await world.advance();
  app.fill(true);
  pay(world, api, 'again');
  await world.advance();
  app.answers({ status: 'SUCCESS' });
  await world.advance();
});

fact('AMSElement: of two submits the newest is answered', NEW, async (world) => {
  const { api, app } = await element(world);
  pay(world, api, 'first');
  pay(world, api, 'second');
  await world.advance();
  app.answers({ status: 'SUCCESS' });
  await world.advance(60_000);
});

fact('AMSElement: a submit that is not answered', NEW, async (world) => {
  const { api } = await element(world);
  pay(world, api);
  await world.advance(60_000);
});

fact('AMSElement: a submit before there is a form, and after destroy()', NEW, async (world) => {
  const api = buildElement(world);
  pay(world, api, 'before');
  await world.advance();
  api.destroy();
  pay(world, api, 'after');
  await world.advance();
});

fact('AMSElement: events of its app', NEW, async (world) => {
  const { app } = await element(world);
  app.says('SDK_PAYMENT_SUCCESSFUL', PAID);
  app.says('ANYTHING');
  await world.advance();
});

fact('AMSElement: validateFields()', NEW, async (world) => {
  const api = buildElement(world);
  world.call('early', () => api.validateFields());
  await world.advance();
  mountElement(world, api);
  world.call('launching', () => api.validateFields());
  await world.advance();
  const app = world.app();
  await app.launch();
  for (const valid of [true, false]) {
    app.fill(valid);
    world.call('validate', () => api.validateFields());
    await world.advance();
    app.replies();
    await world.advance();
  }
});

for (const target of [undefined, '_blank']) {
  fact(`AMSElement: sends the buyer away, ${target ?? 'same tab'}`, NEW, async (world) => {
    const { app } = await element(world);
    app.redirects(target === undefined ? { normalUrl: NORMAL } : { normalUrl: NORMAL, target });
    await world.advance(1_000);
    world.look();
  });
}

fact("AMSElement: its app's onDestroy with a submit in flight", NEW, async (world) => {
  const { api, app } = await element(world);
  pay(world, api);
  await world.advance();
  app.destroys();
  world.look();
  await world.advance(60_000);
});

fact('AMSElement: destroy() with a submit in flight', NEW, async (world) => {
  const { api, app } = await element(world);
  pay(world, api);
  await world.advance();
  api.destroy();
  app.says('SDK_PAYMENT_SUCCESSFUL');
  await world.advance(60_000);
});

fact('AMSElement: after destroy() it cannot be mounted', NEW, async (world) => {
  const { api } = await element(world);
  api.destroy();
  mountElement(world, api, SLOT, PAYMENT, 'again');
  await world.advance();
});

fact('AMSElement: destroy() twice, without a form', NEW, (world) => {
  const api = buildElement(world);
  for (let time = 0; time < 2; time += 1) {
    world.document.body.style.overflow = 'scroll';
    api.destroy();
    world.look();
  }
});

fact('AMSElement: destroy() before launch leaves a timer that speaks, and the dead one can be mounted again', NEW, async (world) => {
  const api = buildElement(world);
  mountElement(world, api);
  await world.advance();
  api.destroy();
  await world.advance(10_000);
  world.look();
  mountElement(world, api, SLOT, PAYMENT, 'again');
  world.look();
});

fact('AMSElement: clearing its timer and its event centre silences it for good', NEW, async (world) => {
  const api = buildElement(world);
  mountElement(world, api);
  await world.advance(500);
  world.document.defaultView?.clearTimeout(api.controller.initTimeout ?? undefined);
  api.destroy();
  api.controller.serviceMap.EventCenter.destroy();
  world.look();
  await world.advance(60_000);
});

fact('AMSElement: destroy() removes an open popup of another class', NEW, async (world) => {
  const api = buildElement(world);
  await popup(world);
  api.destroy();
  world.look();
  await world.advance(500);
  world.look();
});

fact('AMSElement: two in two containers', NEW, async (world) => {
  const { api } = await element(world);
  const second = buildElement(world);
  mountElement(world, second, SLOT_2, PAYMENT, 'second');
  await world.advance();
  const app = world.app();
  await app.launch();
  api.destroy();
  pay(world, second);
  await world.advance();
  app.answers({ status: 'SUCCESS' });
  await world.advance();
  world.note('frames')(world.frames());
});

// ── AMSCheckoutPage ──────────────────────────────────────────────────────────

const buildPage = (world: SdkWorld, options: Record<string, unknown> = {}): PageApi => world.build('AMSCheckoutPage', options);
const mountPage = (world: SdkWorld, api: PageApi, selector: unknown = SLOT, sessionData: unknown = checkoutPageSession()): void =>
  world.call('mount', () => api.mountComponent({ sessionData }, selector));

fact('AMSCheckoutPage: building one', NEW, async (world) => {
  const api = buildPage(world);
  world.note('iframe')(api.iframe);
  world.note('wrapper')(Object.hasOwn(api, 'eventListenerWrapper'));
  world.call('nothing', () => {
    const Page = world.global('AMSCheckoutPage') as new (options?: unknown) => unknown;
    return new Page();
  });
  world.look();
  await world.advance(20_000);
  world.look();
});

fact('AMSCheckoutPage: mounting empties the container, says nothing, and unmount() leaves nothing', NEW, async (world) => {
  world.slot.innerHTML = '<p>mine</p>';
  const api = buildPage(world);
  mountPage(world, api);
  world.look();
  await world.advance(60_000);
  world.call('unmount', () => api.unmount());
  world.look();
  world.note('connected')(api.iframe?.isConnected);
  await world.advance(20_000);
  world.look();
});

for (const sessionData of [undefined, '', 5]) {
  fact(`AMSCheckoutPage: ${JSON.stringify(sessionData)} as a session`, NEW, (world) => {
    mountPage(world, buildPage(world), SLOT, sessionData);
    world.look();
  });
}

fact('AMSCheckoutPage: no parameters at all', NEW, (world) => {
  const api = buildPage(world);
  world.call('mount', () => api.mountComponent(undefined, SLOT));
});

for (const selector of ['#nope', '##', undefined]) {
  fact(`AMSCheckoutPage: mounting into ${String(selector)}`, NEW, (world) => {
    const api = buildPage(world);
    world.call('mount', () => api.mountComponent({ sessionData: checkoutPageSession() }, selector));
    world.look();
    api.unmount();
    world.look();
  });
}

fact('AMSCheckoutPage: garbage opens, and the session is printed once', NEW, (world) => {
  const sessionData = 'garbage in the console';
  mountPage(world, buildPage(world), SLOT, sessionData);
  world.look();
  return world.printed(sessionData);
});

fact('AMSCheckoutPage: results, and what is not one', NEW, (world) => {
  mountPage(world, buildPage(world));
  const app = world.app();
  app.says('SDK_PAYMENT_SUCCESSFUL', { message: 'm', ...PAID });
  app.says('SDK_PAYMENT_CLICK_BACK_TO_MERCHANT');
  app.says('SDK_END_OF_LOADING');
  world.look();
});

fact('AMSCheckoutPage: sends the buyer away', NEW, async (world) => {
  mountPage(world, buildPage(world));
  world.app().redirects({ normalUrl: NORMAL });
  await world.advance(1_000);
  world.look();
});

fact('AMSCheckoutPage: hears nothing after unmount(), and can be mounted again', NEW, (world) => {
  const api = buildPage(world);
  mountPage(world, api);
  const first = world.app();
  api.unmount();
  first.says('SDK_PAYMENT_FAIL');
  mountPage(world, api);
  world.app().says('SDK_PAYMENT_FAIL');
});

fact('AMSCheckoutPage: two hear each other', NEW, (world) => {
  mountPage(world, buildPage(world, { onEventCallback: world.note('one') }));
  mountPage(world, buildPage(world, { onEventCallback: world.note('two') }), SLOT_2);
  world.app().says('SDK_PAYMENT_FAIL');
});

fact('AMSCheckoutPage: a second mount adds a second frame of the same id, and each unmount() removes one', NEW, (world) => {
  const api = buildPage(world);
  mountPage(world, api);
  mountPage(world, api, SLOT_2);
  world.look();
  for (let time = 0; time < 2; time += 1) {
    api.unmount();
    world.note('frames')(world.frames());
  }
});

fact('AMSCheckoutPage: its listener is the one that stands in eventListenerWrapper when it is mounted', NEW, (world) => {
  const api = buildPage(world);
  const told = api.eventListenerWrapper;
  api.eventListenerWrapper = (event) => {
    world.note('guard')();
    told(event);
  };
  mountPage(world, api);
  world.app().says('SDK_PAYMENT_FAIL');
  api.eventListenerWrapper = () => {};
  world.app().says('SDK_PAYMENT_FAIL');
});

// ── The module ───────────────────────────────────────────────────────────────

export const FACTS: readonly Fact[] = facts;
