/**
 * A gateway in this process and a merchant that it knows, with fresh keys for both: what the demo uses unless it is given Antom's.
 */
import { makeKeyPair, writePrivateKey, writePublicKey } from './antom/keys.ts';
import type { Clock } from './clock.ts';
import { createGateway } from './gateway/gateway.ts';
import type { Gateway } from './gateway/gateway.ts';
import { signedPost } from './gateway/post.ts';
import type { AntomSettings } from './merchant/settings.ts';

const CLIENT_ID = 'SANDBOX_5X00000000000000';

export interface StandIn {
  readonly gateway: Gateway;
  /** The merchant's side of it. */
  readonly settings: Omit<AntomSettings, 'gateway'>;
  readonly environment: (gateway: string) => Record<string, string>;
}

interface StandInOptions {
  readonly database?: string | undefined;
  readonly notifyUrl?: string | null | undefined;
}

export async function makeStandIn(clock: Clock, { database, notifyUrl = null }: StandInOptions = {}): Promise<StandIn> {
  const [merchant, antom] = await Promise.all([makeKeyPair(), makeKeyPair()]);
  return {
    gateway: createGateway({
      clientId: CLIENT_ID,
      merchantKey: merchant.publicKey,
      privateKey: antom.privateKey,
      clock,
      post: signedPost(CLIENT_ID, antom.privateKey),
      database,
      notifyUrl,
    }),
    settings: {
      clientId: CLIENT_ID,
      privateKey: writePrivateKey(merchant.privateKey),
      publicKey: writePublicKey(antom.publicKey),
      notifyUrl: null,
    },
    environment: (gateway) => ({
      ANTOM_CLIENT_ID: CLIENT_ID,
      ANTOM_PRIVATE_KEY: writePrivateKey(merchant.privateKey),
      ANTOM_PUBLIC_KEY: writePublicKey(antom.publicKey),
      ANTOM_GATEWAY: gateway,
      ...(notifyUrl !== null && { ANTOM_NOTIFY_URL: notifyUrl }),
    }),
  };
}
