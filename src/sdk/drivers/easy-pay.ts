/**
 * AMSEasyPay: a wallet that is bound with the first payment.
 */
import { each } from '../../core/list';
import { own } from '../../core/read';
import { readPart4 } from '../../session/parse';
import type { Driver } from '../driver';
import { coreDriver } from './core';

const ANTOM = /^https:\/\/([a-z0-9-]+\.)+(alipay|antom)\.com(:\d+)?([/?#]|$)/i;

export const easyPayDriver = /* @__PURE__ */ easyPay();

function easyPay(): Driver {
  return { ...coreDriver({ className: 'AMSEasyPay', product: 'easypay', movesMoney: true }), refuse };
}

/**
 * The fourth part of a session is not signed, and 1.47.2 takes the addresses of its app, which it then believes, and preloads the next
 * time, and of that app's second step from there (`extendInfo.checkoutInfo`).
 */
function refuse(sessionData: string, environment: string): string | null {
  if (environment !== 'prod') return null;
  let refusal: string | null = null;
  each(appsOf(own(readPart4(sessionData), 'extendInfo')), (app) => {
    each(['url', 'doubleFa'], (name) => {
      const url = own(app, name);
      // What is no text becomes one in the SDK's hands.
      if (url && !(typeof url === 'string' && ANTOM.test(url))) refusal = "The session names a page outside of Antom's hosts as its app.";
    });
  });
  return refusal;
}

function appsOf(extendInfo: unknown): readonly unknown[] {
  let info = extendInfo;
  try {
    // As the SDK reads it: a list with one text in it is that text.
    info = JSON.parse(String(extendInfo));
  } catch {
    // Nothing, or an object.
  }
  const apps = own(info, 'checkoutInfo');
  return Array.isArray(apps) ? (apps as unknown[]) : [];
}
