/** A page with the doctor in it, what it is asked there and what it tells. */
import { fileURLToPath } from 'node:url';
import type * as Doctor from 'antom-checkout-controller/doctor';
import type { CheckoutController } from 'antom-checkout-controller';
import type { DemoBrowser, Visit } from './browser.ts';
import { openLab, type Lab, type LabVisitOptions } from './lab.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const DOCTOR = '/dist/antom-checkout-doctor.iife.min.js';
export const SDK = '/sdk/ams-checkout.min.js';
export const LIBRARY = '<script nonce="n" src="/dist/antom-checkout-controller.iife.min.js"></script>';
/** With LOCAL_MOCK=1 the SDK does not ask its query API. */
export const ADDRESS = '/doctor-page?LOCAL_MOCK=1';

/** What such a page has: `declare const window: DoctorWindow` in the file that uses it. */
export interface DoctorWindow extends Window {
  AntomDoctor: typeof Doctor;
  AntomCheckout: typeof import('antom-checkout-controller');
  checkout?: CheckoutController;
  readonly lab: Lab;
}
declare const window: DoctorWindow;

export interface Told {
  readonly ok: boolean;
  readonly stage: string | null;
  /** Without what is for information only: a test's own tools have replaced built-in functions. */
  readonly ids: readonly string[];
  readonly infos: readonly string[];
  readonly seen: Readonly<Record<string, string>>;
  readonly facts: Doctor.Diagnosis['facts'];
}

/** What crosses into the page; the controller is the page's own. */
export interface Given {
  readonly trigger?: string;
  readonly container?: string;
  readonly session?: string;
  readonly probe?: boolean;
}

export async function diagnose({ page }: Pick<Visit, 'page'>, options: Given = {}): Promise<Told> {
  return page.evaluate(async (given) => {
    const { checkout } = window;
    const { ok, stage, findings, facts } = await window.AntomDoctor.diagnose({ ...given, ...(checkout && { checkout }) });
    const told = findings.filter(({ level }) => level !== 'info');
    return {
      ok,
      stage,
      ids: told.map(({ id }) => id),
      infos: findings.filter(({ level }) => level === 'info').map(({ id }) => id),
      seen: Object.fromEntries(told.map(({ id, evidence }) => [id, evidence])),
      facts,
    };
  }, options);
}

export interface PageOptions {
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Antom's hosts answer; otherwise every request of the page to them fails. */
  readonly hosts?: boolean;
  readonly path?: string;
  /** Before the doctor. */
  readonly script?: string;
}

export interface DoctorPages {
  /** A page of the demo's origin with that content and those headers, and the doctor in it. */
  readonly open: (options?: PageOptions) => Promise<Visit>;
  /** A page of its own origin, which this test plays; the doctor and whatever else is put in once it is there. */
  readonly elsewhere: (url: string, ...files: readonly string[]) => Promise<Visit>;
  /** The lab; what its controller does is heard by a timeline. */
  readonly openWatched: (options?: LabVisitOptions) => Promise<Visit>;
}

export function doctorPages(browser: DemoBrowser): DoctorPages {
  return {
    open: ({ html = '', headers = {}, hosts = true, path = ADDRESS, script = '' } = {}) =>
      browser.open(path, {
        before: async (page, context) => {
          await page.route('**/doctor-page*', (route) =>
            route.fulfill({
              contentType: 'text/html',
              headers,
              body: `<!doctype html><title>Shop</title>${script === '' ? '' : `<script nonce="n">${script}</script>`}<script nonce="n" src="${DOCTOR}"></script>${html}`,
            }),
          );
          if (hosts)
            await context.route(/^https:\/\/[\w-]+\.(alipay|marmot-cloud)\.com\//, (route) =>
              route.fulfill({ status: 204, headers: { 'access-control-allow-origin': '*' } }),
            );
        },
      }),
    elsewhere: async (url, ...files) => {
      const visit = await browser.open(url, {
        before: async (page) => {
          await page.route(`${new URL(url).origin}/**`, (route) =>
            route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Shop</title>' }),
          );
        },
      });
      for (const file of [DOCTOR, ...files]) await visit.page.addScriptTag({ path: `${ROOT}${file}` });
      return visit;
    },
    openWatched: async (options = {}) => {
      const visit = await openLab(browser, options);
      await visit.page.addScriptTag({ url: DOCTOR });
      await watch(visit);
      return visit;
    },
  };
}

/** The lab's controller is the page's, and a timeline hears it. */
export async function watch({ page }: Pick<Visit, 'page'>): Promise<void> {
  await page.evaluate(() => {
    const { main } = window.lab;
    const timeline = window.AntomDoctor.createTimeline();
    main.onLog = timeline.logger;
    timeline.watch(main.checkout);
    window.checkout = main.checkout;
  });
}

/** The page's controller pays, until that has ended or the SDK is asked to open it: Antom's app is not there to go on from its first requests. */
export async function payUntilOpening({ page }: Pick<Visit, 'page'>): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const { checkout } = window;
        if (!checkout) {
          reject(new Error('The page has no controller.'));
          return;
        }
        checkout.subscribe(() => {
          if (checkout.state.phase === 'settled' || checkout.state.phase === 'opening') resolve();
        });
        void checkout.pay();
      }),
  );
}
