/** Express 5. The routes stand before every body parser: a notification is verified over the bytes as they came. */
import { Readable } from 'node:stream';
import express from 'express';
import { inquiry, notify, session } from './checkout.js';

export const app = express();
app.post('/api/payment-sessions', by(session));
app.get('/api/payments/:paymentRequestId', by(inquiry));
app.post('/api/notify', by(notify));
app.use(express.json());

function by(route) {
  return async (incoming, outgoing) => {
    // originalUrl, since a router shortens url; the host is read by nobody.
    const request = new Request(new URL(incoming.originalUrl, 'http://localhost'), {
      method: incoming.method,
      headers: Object.entries(incoming.headersDistinct).flatMap(([name, values]) => values.map((value) => [name, value])),
      ...(incoming.method === 'POST' && { body: Readable.toWeb(incoming), duplex: 'half' }),
    });
    const response = await route(request);
    outgoing.status(response.status).set(Object.fromEntries(response.headers));
    outgoing.send(Buffer.from(await response.arrayBuffer()));
  };
}
