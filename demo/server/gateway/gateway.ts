/**
 * The stand-in for Antom's gateway: its parts, put together.
 */
import type { KeyObject } from 'node:crypto';
import { Hono } from 'hono';
import type { Clock } from '../clock.ts';
import { createAgenda } from './agenda.ts';
import { gatewayApi } from './api.ts';
import { createNotifications } from './notifications.ts';
import type { Post } from './notifications.ts';
import { createPayments } from './payments.ts';
import type { Payments } from './payments.ts';
import { reportApi } from './report.ts';
import { openStore } from './store.ts';
import type { Notification } from './store.ts';

export interface Gateway {
  readonly routes: Hono;
  readonly payments: Payments;
  readonly notificationsOf: (paymentRequestId: string) => Notification[];
  readonly close: () => void;
}

export interface GatewayOptions {
  readonly clientId: string;
  /** The public key of the merchant whose client id it is. */
  readonly merchantKey: KeyObject;
  /** The gateway's own. */
  readonly privateKey: KeyObject;
  readonly clock: Clock;
  /** How notifications are sent. */
  readonly post: Post;
  /** Where the orders are kept. Default: in memory. */
  readonly database?: string | undefined;
  /** For sessions that name no notify address, or one off this machine: what Antom's dashboard calls the default address. */
  readonly notifyUrl?: string | null | undefined;
}

export function createGateway({ clientId, merchantKey, privateKey, clock, post, database, notifyUrl = null }: GatewayOptions): Gateway {
  let closed = false;
  const store = openStore(() => agenda.update(), database);
  const notifications = createNotifications({ store, clock, post, isClosed: () => closed });
  const payments = createPayments({ clientId, store, clock, notify: notifications.add });
  const agenda = createAgenda(clock, store.nextDue, () => {
    payments.catchUp();
    return notifications.sendDue();
  });
  // A database file may hold what was due while nobody was here.
  agenda.update();

  const routes = new Hono();
  routes.route('/', gatewayApi({ payments, clientId, merchantKey, privateKey, notifyUrl }));
  routes.route('/', reportApi(payments));
  return {
    routes,
    payments,
    notificationsOf: store.notificationsOf,
    close() {
      if (closed) return;
      closed = true;
      agenda.stop();
      store.close();
    },
  };
}
