/**
 * One port on both loopback addresses.
 *
 * `localhost` is 127.0.0.1 to some browsers and ::1 to others. If only one of the two were ours, a foreign server on the other would
 * be reached by a page that means us. A machine without IPv6 is served on 127.0.0.1 alone.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class PortTaken extends Error {}

export interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

export async function listenOnLoopback(createServer: () => Server, port: number): Promise<Listening> {
  const four = createServer();
  await listen(four, port, '127.0.0.1');
  const taken = (four.address() as AddressInfo).port;
  const servers = [four];
  const six = createServer();
  try {
    await listen(six, taken, '::1');
    servers.push(six);
  } catch (error) {
    if (error instanceof PortTaken) {
      await close(four);
      throw error;
    }
  }
  return { port: taken, close: () => Promise.all(servers.map(close)).then(() => undefined) };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(`Port ${port} is in use.`) : error);
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Some answers never come on purpose; they must not keep the process alive.
    server.closeAllConnections();
  });
}
