/**
 * The only way out that a browser of this run is given: an HTTP proxy on this machine which refuses every host and remembers it.
 * The demo's own addresses (loopback) do not go through it.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  readonly address: string;
  /** The hosts that were asked for. */
  readonly refused: ReadonlySet<string>;
  close(): void;
}

export async function openGate(): Promise<Gate> {
  const refused = new Set<string>();
  const server = createServer((request, response) => {
    refused.add(hostOf(request.url ?? ''));
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    refused.add((request.url ?? '').replace(/:\d+$/, ''));
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  server.on('clientError', (_, socket) => {
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return url;
  }
}
