/**
 * The playground: options on the left, the running checkout in the middle, what happens on the right, and below the code of exactly this.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { CheckoutController } from 'antom-checkout-controller';
import type { PayOptions } from 'antom-checkout-controller';
import { keptAgreement } from '../agreement.ts';
import { createPaymentSession, inquiryPayment, SDK_SOURCES } from '../checkout.ts';
import type { Basket } from '../checkout.ts';
import type { ShopConfig } from '../config.ts';
import { keepForDoctor } from '../doctor.ts';
import { useCheckoutState } from '../hooks.ts';
import { I18nContext, i18nOf } from '../i18n.ts';
import { DoctorPanel } from '../parts/doctor-panel.tsx';
import { OutcomeCard } from '../parts/outcome-card.tsx';
import { StatePanel } from '../parts/state-panel.tsx';
import { TimelinePanel } from '../parts/timeline-panel.tsx';
import { appearanceOf, localPage, OFFERS } from '../products.ts';
import { useTimeline } from '../timeline.ts';
import { CodePanel } from './code-panel.tsx';
import { OptionsForm } from './options-form.tsx';
import { PlaygroundHeader } from './playground-header.tsx';
import { playgroundSearch, readPlayground } from './settings.ts';
import type { PlaygroundSettings } from './settings.ts';
import { sayIn } from './texts.ts';

export function Playground({ config }: { readonly config: ShopConfig }): VNode {
  const [settings, setSettings] = useState(() => readPlayground(location.search, navigator.language));
  const change = useCallback((changed: Partial<PlaygroundSettings>) => {
    setSettings((before) => {
      const next = { ...before, ...changed };
      // Only the query changes: to the controller that is not a navigation.
      history.replaceState(history.state, '', location.pathname + playgroundSearch(location.search, next));
      return next;
    });
  }, []);
  const { language, product, locale, leave, prepare, inquiry, order, stay } = settings;
  const { surface, hasOwnButton, purpose, opens } = OFFERS[product];
  const say = useMemo(() => sayIn(language), [language]);
  const i18n = useMemo(() => i18nOf(language), [language]);
  useEffect(() => {
    document.documentElement.lang = i18n.tag;
    document.title = say('title');
  }, [i18n, say]);

  // The server is asked by what is chosen at that moment.
  const now = useRef(settings);
  now.current = settings;
  const checkout = useMemo(
    () =>
      new CheckoutController({
        environment: 'sandbox',
        product: opens,
        locale,
        leave,
        prepare,
        sdk: SDK_SOURCES.npm,
        logger: keepForDoctor,
        createPaymentSession: (context) => createPaymentSession(context, basketOf(now.current), now.current.language),
        inquiryPayment: inquiry ? (context) => inquiryPayment(context, { scenario: now.current.answer }) : undefined,
      }),
    [product, locale, leave, prepare, inquiry],
  );
  useEffect(() => () => checkout.dispose(), [checkout]);
  const state = useCheckoutState(checkout);
  const timeline = useTimeline(checkout);
  const container = useRef<HTMLDivElement>(null);

  const options = (): PayOptions => ({
    ...(order !== '' && { order }),
    notRedirectAfterComplete: stay,
    appearance: appearanceOf(product, 'default'),
    ...(config.cashier === 'demo' && { componentParams: localPage(product, product === 'cashier' ? 'declare=SDK_PAYMENT_CANCEL' : '') }),
  });
  const start = (): void => {
    const place = surface === 'inline' ? container.current : null;
    timeline.note({ kind: 'call', name: place ? 'mount()' : 'pay()' });
    const result = place ? checkout.mount(place, options()) : checkout.pay(options());
    void result.then((outcome) => timeline.note({ kind: 'outcome', outcome }));
  };
  const submit = (): void => {
    timeline.note({ kind: 'call', name: 'submit()' });
    void checkout.submit();
  };
  // The buyer is back from the payment method's page.
  useEffect(() => {
    if (!new URLSearchParams(location.search).has('paymentRequestId')) return;
    timeline.note({ kind: 'call', name: 'resume()' });
    void checkout.resume().then((outcome) => outcome && timeline.note({ kind: 'outcome', outcome }));
  }, [checkout]);

  const isDrawn = surface === 'inline' && 'surface' in state && state.surface === 'inline';
  const lacksAgreement = product === 'autoDebitPay' && keptAgreement() === null;
  const outcome = state.phase === 'settled' ? state.outcome : null;

  return (
    <I18nContext.Provider value={i18n}>
      <a class="skip" href="#checkout">
        {say('skip')}
      </a>
      <PlaygroundHeader {...{ say, language }} busy={state.busy} onLanguage={(next) => change({ language: next })} />
      <main class="playground">
        <OptionsForm {...{ say, settings, change }} locked={state.busy || isDrawn} />
        <section id="checkout" class="stage" tabIndex={-1} aria-labelledby="stage-title">
          <h2 id="stage-title">{say('checkout')}</h2>
          {surface === 'inline' && <div class="form" data-testid="form" role="group" aria-label={say('form')} ref={container} />}
          {surface === 'inline' && !isDrawn && (
            <button type="button" data-testid="draw" disabled={!state.canPay} onClick={start}>
              {say('form.draw')}
            </button>
          )}
          {isDrawn && !hasOwnButton && (
            <button type="button" data-testid="pay" disabled={!state.canPay} aria-busy={state.busy} onClick={submit}>
              {say('submit')}
            </button>
          )}
          {surface === 'popup' && (
            <button type="button" data-testid="pay" disabled={!state.canPay || lacksAgreement} aria-busy={state.busy} onClick={start}>
              {say('pay')}
            </button>
          )}
          {lacksAgreement && <p class="soft">{say('needs-agreement')}</p>}
          {outcome && <OutcomeCard {...{ outcome, purpose }} takeFocus={!state.cashierVisible} offers={[]} onOffer={() => undefined} />}
        </section>
        <section class="bench" aria-labelledby="behind-title">
          <h2 id="behind-title">{say('behind')}</h2>
          <StatePanel {...{ state, surface }} />
          <TimelinePanel timeline={timeline} />
          <DoctorPanel checkout={checkout} />
        </section>
        <CodePanel {...{ say, settings, change }} />
      </main>
    </I18nContext.Provider>
  );
}

/** One bag of beans, paid from Hong Kong; and back to this page with the same options. */
function basketOf(settings: PlaygroundSettings): Basket {
  const { product, session, outcome } = settings;
  return {
    items: [{ sku: 'beans', quantity: 1 }],
    method: 'ALIPAY_HK',
    product,
    scenario: session,
    outcome,
    expires: null,
    player: '',
    agreement: keptAgreement(),
    redirectPath: `/playground${playgroundSearch(location.search, settings)}`,
  };
}
