/**
 * Starts the demo: for `npm run demo`, and in-process for the browser tests.
 */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { otherOrigin } from '../shared/origins.ts';
import { bundleCashier } from './cashier-files.ts';
import { listenOnLoopback, PortTaken } from './listen.ts';
import type { Listening } from './listen.ts';
import { createRoutes } from './routes.ts';

export interface Demo {
  /** The shop's origin, without a slash at the end. */
  readonly url: string;
  /** Where the cashier is for a page at `url`. */
  readonly cashierOrigin: string;
  readonly close: () => Promise<void>;
}

export interface DemoOptions {
  /** 0 (default): any free port. */
  readonly port?: number | undefined;
  /** How many further ports to try when `port` is taken. Default 0. */
  readonly tries?: number | undefined;
}

export async function startDemo({ port = 0, tries = 0 }: DemoOptions = {}): Promise<Demo> {
  const routes = createRoutes(await bundleCashier());
  // Without TLS options the adaptor makes a plain HTTP server.
  const createServer = (): Server => createAdaptorServer({ fetch: routes.fetch }) as Server;
  const server = await firstFree(createServer, port, tries);
  const url = `http://localhost:${server.port}`;
  return { url, cashierOrigin: otherOrigin(new URL(url)), close: server.close };
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
