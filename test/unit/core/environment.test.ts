/** Where there is a browser, and where there only seems to be one. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CheckoutController } from '../../../src/controller';
import { browserEnvironment } from '../../../src/core/environment';

afterEach(() => {
  vi.unstubAllGlobals();
});

const works = { addEventListener: () => undefined, createElement: () => undefined, querySelector: () => undefined };

describe('a stub of a browser, as some servers have', () => {
  it.each<[string, unknown, unknown]>([
    ['a window without addEventListener', {}, works],
    ['no window', null, works],
    ['no document', works, null],
    ['a document without addEventListener', works, { ...works, addEventListener: undefined }],
    ['a document without createElement', works, { ...works, createElement: undefined }],
    ['a document without querySelector', works, { ...works, querySelector: undefined }],
  ])('%s is none: the constructor does not throw, and pay() says so', async (_what, window, document) => {
    vi.stubGlobal('window', window);
    vi.stubGlobal('document', document);
    expect(browserEnvironment()).toBeNull();
    const checkout = new CheckoutController({ environment: 'sandbox' });
    expect(await checkout.pay()).toMatchObject({ status: 'error', error: { code: 'not-in-browser' } });
    await expect(checkout.prepare()).rejects.toMatchObject({ code: 'not-in-browser' });
    expect(await checkout.resume()).toMatchObject({ status: 'error', error: { code: 'not-in-browser' } });
    checkout.dispose();
  });

  it("the browser's own is one", () => {
    expect(browserEnvironment()).not.toBeNull();
  });
});
