/**
 * Antom, or its stand-in, as this merchant's server calls it: the package's own entry for servers, made when the gateway's address is known.
 */
import { AntomServerError, createAntom } from 'antom-checkout-controller/server';
import type { Antom } from 'antom-checkout-controller/server';
import type { AntomSettings } from './settings.ts';

type Credentials = Pick<AntomSettings, 'clientId' | 'privateKey' | 'publicKey'>;

/** @param gateway asked for late, because the stand-in's address is known only when the server listens */
export function lateAntom({ clientId, privateKey, publicKey }: Credentials, gateway: () => string): () => Antom {
  let antom: Antom | null = null;
  // The demo is for the sandbox alone, and its stand-in has the sandbox's addresses.
  return () => (antom ??= createAntom({ clientId, privateKey, publicKey, environment: 'sandbox', gateway: gateway() }));
}

/** Antom's answer can be believed, and does not fit what it said before. */
export class Contradiction extends Error {}

/** Its sentence is for a 502: there is no answer that could be handed on. */
export const isNoAnswer = (error: unknown): error is Error => error instanceof AntomServerError || error instanceof Contradiction;
