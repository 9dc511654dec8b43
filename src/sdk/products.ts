/**
 * Which driver opens a session, and whether it can do so where it is asked to.
 */
import { CheckoutError } from '../core/errors';
import { first, glue, map, some } from '../core/list';
import type { SessionDescription } from '../types';
import type { Driver } from './driver';

export type Surface = 'popup' | 'inline';

const METHOD = { popup: 'pay()', inline: 'mount()' } as const;
const OTHER = { popup: 'inline', inline: 'popup' } as const;

/** The only one that the controller has, before there is a session. */
export function onlyDriver(drivers: readonly Driver[]): Driver | null {
  return drivers.length === 1 ? (drivers[0] as Driver) : null;
}

/** The class to load before it is known which: with it the others come. */
export function firstClass(drivers: readonly Driver[]): string {
  return (drivers[0] as Driver).className;
}

/** @throws CheckoutError `session-mismatch` */
export function driverFor(drivers: readonly Driver[], { product }: Pick<SessionDescription, 'product'>): Driver {
  const driver = first(drivers, (one) => one.product === product);
  if (driver) return driver;
  throw new CheckoutError(
    'session-mismatch',
    `The session was made for ${product ?? 'an unknown product'}, this controller opens ${namesOf(drivers)}.`,
    { details: { product } },
  );
}

/** Why what the session was made for is not drawn there, before the SDK would meet it with silence. @throws CheckoutError `session-mismatch` */
export function checkSurface(driver: Driver, session: SessionDescription, surface: Surface): void {
  const wallet = driver.wallet(session);
  const drawn = wallet === 'sheet' ? 'popup' : (wallet ?? driver.surface);
  if (drawn === 'either' || drawn === surface) return;
  throw new CheckoutError(
    'session-mismatch',
    `${wallet === null ? driver.product : String(session.method)} is opened by ${METHOD[OTHER[surface]]}, not by ${METHOD[surface]}.`,
    { details: { product: session.product, method: session.method } },
  );
}

/** True where no product of the controller's is ever drawn there. */
export function neverDrawn(drivers: readonly Driver[], surface: Surface): boolean {
  return !some(drivers, (driver) => driver.surface === 'either' || driver.surface === surface);
}

export function namesOf(drivers: readonly Driver[]): string {
  return glue(
    map(drivers, ({ product }) => product),
    ', ',
  );
}
