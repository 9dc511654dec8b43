/**
 * AMSAutoDebit: an agreement to be charged later.
 */
import { coreDriver } from './core';

export const autoDebitDriver = /* @__PURE__ */ coreDriver({ className: 'AMSAutoDebit', product: 'autodebit', movesMoney: false });
