/**
 * What a browser's bundle gets in the place of this entry: one sentence, when it is loaded. It has the names, so that the build does not stop
 * with another.
 */
const SENTENCE =
  'antom-checkout-controller/server signs with your private key, so it belongs on a server: import it in no file that a browser loads.';

function refuse(): never {
  throw new Error(SENTENCE);
}

export const createAntom = refuse;
export const checkoutRoutes = refuse;
export const signature = refuse;
export const verify = refuse;
export const ACKNOWLEDGED = undefined;
export const AntomServerError = refuse;

refuse();
