/**
 * Calls Antom's API (or the stand-in's, the same way): signs the request, verifies the answer, and knows nothing of payments.
 */
import { fieldsOf, isFields, parseJson } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';
import { SignatureError, signatureOf, verifySignature } from '../antom/signature.ts';
import type { AntomSettings } from './settings.ts';

/** No answer that could be believed. What became of the call is not known. */
export class GatewayError extends Error {}

export type CallAntom = (path: string, request: Fields) => Promise<Fields>;

/** ms: less than the 10 s that the page's library gives its own server. */
const PATIENCE = 8000;

type Credentials = Pick<AntomSettings, 'clientId' | 'privateKey' | 'publicKey'> & { readonly gateway: () => string };

export function antomClient({ clientId, privateKey, publicKey, gateway }: Credentials): CallAntom {
  return async (path, request) => {
    const body = JSON.stringify(request);
    const time = String(Date.now());
    const { headers, text } = await send(`${gateway()}${path}`, body, {
      'content-type': 'application/json; charset=UTF-8',
      'client-id': clientId,
      'request-time': time,
      signature: signatureOf({ path, clientId, time, body }, privateKey),
    });
    try {
      if (headers.get('client-id') !== clientId) throw new GatewayError('The gateway answered for another client.');
      verifySignature({ path, clientId, time: headers.get('response-time') ?? '', body: text }, headers.get('signature'), publicKey);
    } catch (error) {
      if (error instanceof SignatureError) throw new GatewayError(`The gateway's answer cannot be believed. ${error.message}`);
      throw error;
    }
    const answer = parseJson(text.toString('utf8'));
    if (!isFields(answer) || typeof fieldsOf(answer['result'])['resultStatus'] !== 'string')
      throw new GatewayError("The gateway's answer has no result.");
    return answer;
  };
}

async function send(url: string, body: string, headers: Record<string, string>): Promise<{ headers: Headers; text: Buffer }> {
  try {
    // A redirect would take the signed request to another host.
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
    return { headers: response.headers, text: Buffer.from(await response.arrayBuffer()) };
  } catch {
    throw new GatewayError(`The gateway at ${new URL(url).origin} did not answer.`);
  }
}
