/**
 * Starts the demo: for `npm run demo`, and in-process for the browser tests.
 */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { otherOrigin } from '../shared/origins.ts';
import { bundleCashier, bundlePlayers } from './cashier-files.ts';
import { scaledClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { listenOnLoopback, PortTaken } from './listen.ts';
import type { Listening } from './listen.ts';
import { createMerchant } from './merchant/merchant.ts';
import type { AntomSettings } from './merchant/settings.ts';
import { createRoutes } from './routes.ts';
import { makeStandIn } from './stand-in.ts';
import type { StandIn } from './stand-in.ts';

export interface Demo {
  /** The shop's origin, without a slash at the end. */
  readonly url: string;
  /** Where the cashier is for a page at `url`. */
  readonly cashierOrigin: string;
  /** The stand-in for Antom's gateway; null when `antom` was given. */
  readonly standIn: RunningStandIn | null;
  readonly close: () => Promise<void>;
}

export interface RunningStandIn extends Pick<StandIn, 'gateway'> {
  /** What another merchant's server would set to use this stand-in, see .env.example. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface DemoOptions {
  /** 0 (default): any free port. */
  readonly port?: number | undefined;
  /** How many further ports to try when `port` is taken. Default 0. */
  readonly tries?: number | undefined;
  /** The gateway to use. Default: a stand-in in this process, with keys made now. */
  readonly antom?: AntomSettings | null | undefined;
  /** The stand-in's clock. */
  readonly clock?: Clock | undefined;
  /** File of the stand-in's SQLite database. Default: in memory. */
  readonly database?: string | undefined;
  /** On this machine: where the stand-in sends the notifications of sessions that name no address, or one off this machine. */
  readonly notifyUrl?: string | null | undefined;
}

export async function startDemo({
  port = 0,
  tries = 0,
  antom = null,
  clock = scaledClock(),
  database,
  notifyUrl = null,
}: DemoOptions = {}): Promise<Demo> {
  const [cashier, players, standIn] = await Promise.all([
    bundleCashier(),
    bundlePlayers(),
    antom === null ? makeStandIn(clock, { database, notifyUrl }) : null,
  ]);
  // By number and not by name: `localhost` may be tried as ::1 first. Known when the server listens, and not asked for before.
  let self = '';
  const settings = antom ?? standIn?.settings;
  if (settings === undefined) throw new Error('unreachable: there is a gateway, or a stand-in for it');
  const merchant = createMerchant({ settings, gateway: () => antom?.gateway ?? self, self: () => self });
  const routes = createRoutes({
    cashier,
    players,
    merchant: merchant.routes,
    gateway: standIn?.gateway.routes ?? null,
    isStandIn: merchant.isStandIn,
  });
  // Without TLS options the adaptor makes a plain HTTP server.
  const createServer = (): Server => createAdaptorServer({ fetch: routes.fetch }) as Server;
  const server = await firstFree(createServer, port, tries).catch((error: unknown) => {
    standIn?.gateway.close();
    throw error;
  });
  const url = `http://localhost:${server.port}`;
  self = `http://127.0.0.1:${server.port}`;
  return {
    url,
    cashierOrigin: otherOrigin(new URL(url)),
    standIn: standIn === null ? null : { gateway: standIn.gateway, environment: standIn.environment(self) },
    async close() {
      await server.close();
      standIn?.gateway.close();
    },
  };
}

async function firstFree(createServer: () => Server, port: number, tries: number): Promise<Listening> {
  try {
    return await listenOnLoopback(createServer, port);
  } catch (error) {
    // With port 0 the system chose one on 127.0.0.1 that somebody else has on ::1: let it choose again.
    if (error instanceof PortTaken && port === 0) return firstFree(createServer, 0, tries);
    if (error instanceof PortTaken && tries > 0) return firstFree(createServer, port + 1, tries - 1);
    throw error;
  }
}
