/**
 * The same for a form in the page: one fault, injected into a real controller over a scripted Payment Element; what submit() answered, and
 * what became of it.
 *
 * What must hold for every fault is that of faults.ts, with mount() in the place of pay().
 */
import { expect, vi } from 'vitest';
import type { PaymentOutcome, PaymentSession, PayOptions } from '../../src/types';
import { own } from '../../src/core/read';
import { createFakeElementSdk, type FakeElementSdk, type FakeForm } from '../../src/testing/sdk/element';
import {
  asking,
  BODY,
  expectRetry,
  expectServerSaid,
  isDecided,
  name,
  ofPage,
  PATIENCE,
  payAgain,
  say,
  seconds,
  type Heard,
} from './faults';
import { elementSession, openForm, type FormShop } from './form';
import { memoryStorage, reloadPage, type Say } from './server';
import { flush, pass, sdkNodes, styleBody, type ShopOptions } from './shop';

export interface FormWorld {
  /** Of the page that is open now. */
  shop: FormShop;
  forms: FakeElementSdk;
  /** What the merchant waits for. */
  result: Promise<PaymentOutcome | null>;
  session: () => PaymentSession;
  /** inquiryPayment's answers in order; the last one stays. */
  inquiry: (() => unknown)[];
  /** What becomes of the nth form. */
  form: (form: FakeForm, world: FormWorld, n: number) => unknown;
  /** The page's button. */
  press(): Promise<unknown>;
  /** The page is loaded anew, with the storage that the last one left. */
  reload(): void;
  /** What submit() has answered so far. */
  readonly answers: readonly string[];
  /** Which payments the server was asked about. */
  readonly asked: () => readonly string[];
}

export interface FormFault {
  /** The first cell of its row. */
  readonly what: string;
  /** Of every page's controller. */
  readonly options?: ShopOptions;
  readonly mount?: PayOptions & { readonly container?: string };
  /** With inquiryPayment. */
  readonly asks?: boolean;
  /** Injects it, before mount(). */
  readonly inject?: (world: FormWorld) => void;
  /** What becomes of the forms until it is healed. Default: paid. */
  readonly form?: FormWorld['form'];
  /** What the server says until it is healed. */
  readonly server?: readonly (() => unknown)[];
  /** Removes the cause; the sessions, the forms and the server are as they should be afterwards by themselves. */
  readonly heal?: () => void;
  /** What the server knows of the first payment once it can be asked. Default ORDER_NOT_EXIST. */
  readonly truth?: Say;
  /** What else must hold. */
  readonly also?: (world: FormWorld, outcome: PaymentOutcome) => void;
}

/** Cells of docs/faults.md. */
export interface FormRow {
  readonly fault: string;
  readonly submits: string;
  readonly outcome: string;
  readonly after: string;
  readonly retry: string;
  readonly second: string;
}

export const PAID = { status: 'SUCCESS' };
/** ms that a session lives here. */
const LIFE = 600_000;

const freshSession = (): PaymentSession => elementSession({ paymentSessionExpiryTime: new Date(Date.now() + LIFE).toISOString() });

/** Launches, is submitted, and answers that. */
export const answers =
  (...replies: readonly unknown[]) =>
  async (form: FakeForm, world: FormWorld): Promise<void> => {
    form.launch();
    for (const reply of replies) {
      await submitted(world);
      form.answer(reply);
      await flush();
    }
  };
/** The page's button is pressed. */
export async function submitted(world: Pick<FormWorld, 'press'>): Promise<void> {
  await flush();
  void world.press();
  await flush();
}

/** Calls mount(), waits, heals, mounts again. */
export async function witnessForm(fault: FormFault): Promise<FormRow> {
  styleBody(BODY);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const { world, heard, submittedSessions } = openWorld(fault);
  fault.inject?.(world);

  const begun = Date.now();
  const { container = '#form', ...options } = fault.mount ?? {};
  world.result = world.shop.checkout.mount(container, options);
  const { outcome, at } = await settle(world);
  expectTruth(outcome, heard, fault);
  expectRetry(outcome);
  fault.also?.(world, outcome);
  await pass(400);
  expectCleanPage();
  const submits = world.answers.map((answer) => `\`${answer}\``).join(', ');

  const first = submittedSessions();
  heal(world, fault);
  fault.heal?.();
  await pass(1000);
  const second = await payAgain(first, isDecided(outcome, fault), (options) => again(world, heard, fault, options));
  return {
    fault: fault.what,
    submits: submits === '' ? '–' : submits,
    outcome: name(outcome),
    after: seconds(at - begun),
    retry: outcome.retry,
    second,
  };
}

function openWorld({ options = {}, asks = false, form = answers(PAID), server = [say('SUCCESS')] }: FormFault): {
  world: FormWorld;
  heard: Heard;
  /** The sessions of every form that was submitted so far, earlier pages' included. */
  submittedSessions: () => readonly unknown[];
} {
  const heard: Heard = { events: [], inquiries: [] };
  const kept = memoryStorage();
  const sdks: FakeElementSdk[] = [];
  const said: string[] = [];
  let page = 0;

  const openPage = (): Pick<FormWorld, 'shop' | 'forms'> => {
    page += 1;
    const mine = page;
    const forms = createFakeElementSdk();
    const instance = forms.module.AMSElement.prototype as { submitPayment: () => Promise<unknown> };
    const { submitPayment } = instance;
    instance.submitPayment = async function (this: unknown) {
      const answer: unknown = await submitPayment.call(this);
      heard.events.push(answer);
      return answer;
    };
    const shop = openForm({
      forms,
      session: () => world.session(),
      storage: ofPage(kept, () => mine === page),
      ...(asks ? { inquiryPayment: asking(world, heard) } : {}),
      ...options,
    });
    sdks.push(forms);
    return { shop, forms };
  };

  const world: FormWorld = {
    ...({} as Pick<FormWorld, 'shop' | 'forms'>),
    result: Promise.resolve(null),
    session: freshSession,
    inquiry: [...server],
    form,
    answers: said,
    asked: () => heard.inquiries.map(({ id }) => id),
    press: () => {
      const answer = world.shop.checkout.submit();
      void answer.then(({ result }) => {
        said.push(result);
      });
      return answer;
    },
    reload: () => {
      reloadPage();
      document.body.innerHTML = '<main></main>';
      styleBody(BODY);
      Object.assign(world, openPage());
    },
  };
  Object.assign(world, openPage());
  return {
    world,
    heard,
    submittedSessions: () => sdks.flatMap(({ forms }) => forms.filter(({ submits }) => submits > 0).map(({ session }) => session)),
  };
}

/** From now on everything works; the server knows the first payment's truth until the next form is paid. */
function heal(world: FormWorld, { truth = 'ORDER_NOT_EXIST' }: FormFault): void {
  world.session = freshSession;
  world.inquiry = [say(truth)];
  world.form = async (form) => {
    world.inquiry = [say('SUCCESS')];
    await answers(PAID)(form, world);
  };
}

const met = new WeakSet<FakeForm>();

/** Moves time on until the promise has settled; the forms do their part meanwhile. */
async function settle(world: FormWorld): Promise<{ outcome: PaymentOutcome; at: number }> {
  let settled: { readonly outcome: PaymentOutcome | null; readonly at: number } | undefined;
  let waitsFor: unknown;
  let drawn = 0;
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    if (world.result !== waitsFor) {
      const current = world.result;
      waitsFor = current;
      void current.then((outcome) => {
        if (world.result === current) settled = { outcome, at: Date.now() };
      });
    }
    await flush();
    if (settled !== undefined) {
      const { outcome, at } = settled;
      if (outcome === null) throw new Error('resume() found nothing');
      return { outcome, at };
    }
    const form = world.forms.forms.find((other) => !met.has(other));
    if (form === undefined) {
      await vi.advanceTimersToNextTimerAsync();
      continue;
    }
    met.add(form);
    drawn += 1;
    await world.form(form, world, drawn);
  }
  throw new Error(`nothing has settled in ${String(PATIENCE)} ms; the state is ${JSON.stringify(world.shop.checkout.state)}`);
}

async function again(
  world: FormWorld,
  heard: Heard,
  fault: FormFault,
  options: PayOptions,
): Promise<{ outcome: PaymentOutcome; session: string; data: unknown }> {
  const before = world.forms.forms.length;
  const known = world.shop.sessions.map((session) => own(session, 'paymentSessionData'));
  heard.events = [];
  heard.inquiries = [];
  world.result = world.shop.checkout.mount('#form', { order: fault.mount?.order, ...options });
  const { outcome } = await settle(world);
  expectTruth(outcome, heard, fault);
  await pass(400);
  expectCleanPage();
  const [data, ...more] = world.forms.forms.slice(before).map(({ session }) => session);
  expect(more).toEqual([]);
  return { outcome, data, session: data === undefined ? 'nothing drawn' : known.includes(data) ? 'the same session' : 'a new session' };
}

/** A success has somebody who said so: submitPayment()'s own answer, or, where there is a server, the server about this payment. */
function expectTruth(outcome: PaymentOutcome, heard: Heard, { asks = false }: FormFault): void {
  if (outcome.status !== 'succeeded') return;
  expect(outcome.confirmedBy).toBe(asks ? 'server' : 'sdk');
  if (asks) expectServerSaid(outcome, heard);
  else expect(heard.events).toContainEqual(PAID);
}

function expectCleanPage(): void {
  const drawn = document.querySelectorAll('[id^="antom-checkout"], #form > *, #other > *').length;
  expect({ left: sdkNodes(), drawn, body: document.body.getAttribute('style') }).toEqual({ left: [], drawn: 0, body: BODY });
}
