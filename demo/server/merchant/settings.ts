/**
 * Which gateway the merchant's server talks to, and with which keys: read from the environment, as .env.example describes it.
 *
 * Whatever is wrong is one sentence that names the variable and never holds a part of a key.
 */
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isLoopback, parseUrl } from '../../shared/origins.ts';
import { KeyError, readPrivateKey, readPublicKey } from '../antom/keys.ts';

export interface AntomSettings {
  readonly clientId: string;
  /** The merchant's own. */
  readonly privateKey: KeyObject;
  /** Antom's. */
  readonly publicKey: KeyObject;
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
  // It goes into a header and into what is signed. A key pasted here by mistake is too long, and must not be quoted.
  if (!/^[\w-]{1,64}$/.test(clientId))
    throw new SettingsError(
      'ANTOM_CLIENT_ID is not a client id: it has up to 64 letters, digits and underscores, for example SANDBOX_5X00000000000000.',
    );
  const privateKey = key('ANTOM_PRIVATE_KEY', readPrivateKey, read);
  const publicKey = key('ANTOM_PUBLIC_KEY', readPublicKey, read);
  if (createPublicKey(privateKey).equals(publicKey)) {
    throw new SettingsError(
      "ANTOM_PUBLIC_KEY belongs to ANTOM_PRIVATE_KEY: it must be Antom's public key, which the dashboard shows beside yours.",
    );
  }
  return {
    clientId,
    privateKey,
    publicKey,
    gateway: address('ANTOM_GATEWAY', read('ANTOM_GATEWAY') || SANDBOX).origin,
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

function key(name: string, parse: (text: string) => KeyObject, read: (name: string) => string): KeyObject {
  try {
    return parse(read(name));
  } catch (error) {
    if (error instanceof KeyError) throw new SettingsError(`${name} is ${error.message}.`);
    throw error;
  }
}

/** Signed or not, payments do not travel in the clear, except on this machine. */
function address(name: string, text: string): URL {
  const url = parseUrl(text);
  if (url === null || (url.protocol !== 'https:' && !isLoopback(url))) throw new SettingsError(`${name} is not an https address.`);
  return url;
}
