/**
 * `antom-checkout-controller/testing`: a test kit for merchants' own tests. The text ANTOM-FAKE-SDK is in no other file of this package.
 */
import { resetAll } from './fake-antom';

export { fakeAntom } from './fake-antom';
export { brokenSession, paymentSession } from './sessions';
export { IMITATED as IMITATES } from './sdk/imitation';
export type { CashierFault, FakeAntom, FakeAntomOptions, SdkFault } from './fake-antom';
export type { FakeBuyer, Report } from './buyer';
export type { FakeServer, PaymentStatus } from './server';
export type { BrokenSession, SessionSpec } from './sessions';

const { afterEach } = globalThis as { afterEach?: (run: () => Promise<void>) => void };
if (typeof afterEach === 'function') {
  try {
    afterEach(resetAll);
  } catch {
    // Jest refuses a hook where the module is first imported inside a test: reset() is then that test's to call.
  }
}
