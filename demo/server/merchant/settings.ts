/**
 * Which gateway the merchant's server talks to, and with which keys: read from the environment, as .env.example describes it.
 *
 * Whatever is wrong is one sentence that names the variable and never holds a part of a key.
 */
import { AntomServerError, createAntom } from 'antom-checkout-controller/server';
import { isLoopback, parseUrl } from '../../shared/origins.ts';

export interface AntomSettings {
  readonly clientId: string;
  /** The merchant's own: PKCS#8, base64 or PEM. */
  readonly privateKey: string;
  /** Antom's: SPKI, base64 or PEM. */
  readonly publicKey: string;
  /** Base address, without a slash at the end. */
  readonly gateway: string;
  /** Where Antom is to send notifications; null: to an address set in its dashboard, if any. */
  readonly notifyUrl: string | null;
}

export class SettingsError extends Error {}

export const SANDBOX = 'https://open-sea-global.alipay.com';

type Environment = Readonly<Record<string, string | undefined>>;

const REQUIRED = ['ANTOM_CLIENT_ID', 'ANTOM_PRIVATE_KEY', 'ANTOM_PUBLIC_KEY'] as const;

/** Null: nothing is set, so the stand-in is used. */
export function readAntomSettings(environment: Environment): AntomSettings | null {
  const read = (name: string): string => environment[name]?.trim() ?? '';
  const missing = REQUIRED.filter((name) => read(name) === '');
  if (missing.length === REQUIRED.length) {
    const useless = ['ANTOM_GATEWAY', 'ANTOM_NOTIFY_URL'].find((name) => read(name) !== '');
    if (useless !== undefined)
      throw new SettingsError(
        `${useless} is set but ${REQUIRED.join(', ')} are not: set these three, or none of them to use the stand-in.`,
      );
    return null;
  }
  if (missing.length > 0) {
    throw new SettingsError(
      `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing: Antom's sandbox needs ${REQUIRED.join(', ')}; set all three, or none of them to use the stand-in.`,
    );
  }

  const clientId = read('ANTOM_CLIENT_ID');
  const privateKey = read('ANTOM_PRIVATE_KEY');
  const publicKey = read('ANTOM_PUBLIC_KEY');
  const gateway = address('ANTOM_GATEWAY', read('ANTOM_GATEWAY') || SANDBOX).origin;
  try {
    createAntom({ clientId, privateKey, publicKey, environment: 'sandbox', gateway });
  } catch (error) {
    if (error instanceof AntomServerError) throw new SettingsError(inVariables(error.faults[0] ?? error.message));
    throw error;
  }
  return {
    clientId,
    privateKey,
    publicKey,
    gateway,
    notifyUrl: read('ANTOM_NOTIFY_URL') === '' ? null : address('ANTOM_NOTIFY_URL', read('ANTOM_NOTIFY_URL')).href,
  };
}

/** Where the stand-in is to send notifications: it sends nothing off this machine. */
export function readNotifyUrl(text: string): string {
  const url = parseUrl(text);
  if (url === null || !isLoopback(url))
    throw new SettingsError('--notify needs an address on this machine, for example http://127.0.0.1:3000/api/notify.');
  return url.href;
}

/** The entry names its options; whoever set the environment knows the variables. */
const inVariables = (sentence: string): string =>
  sentence.replace('clientId', 'ANTOM_CLIENT_ID').replace('publicKey', 'ANTOM_PUBLIC_KEY').replace('privateKey', 'ANTOM_PRIVATE_KEY');

/** Signed or not, payments do not travel in the clear, except on this machine. */
function address(name: string, text: string): URL {
  const url = parseUrl(text);
  if (url === null || (url.protocol !== 'https:' && !isLoopback(url))) throw new SettingsError(`${name} is not an https address.`);
  return url;
}
