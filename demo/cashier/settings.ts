/**
 * What the cashier was told by its address: our parameters, which the shop put into `elementLink`, and the SDK's, which it appended.
 */
import { parseUrl } from '../shared/origins.ts';
import { isAction } from './actions.ts';
import type { Action } from './actions.ts';
import type { Language } from './texts.ts';
import { isServerWord } from './truth.ts';
import type { Truth } from './truth.ts';

export interface Settings extends Truth {
  /** Null when nobody's SDK opened this page. */
  readonly instanceId: string | null;
  /** The only origin that messages are taken from and sent to. */
  readonly merchantOrigin: string;
  readonly language: Language;
  readonly launch: boolean;
  readonly launchDelay: number;
  readonly silent: boolean;
  readonly auto: Action | null;
  readonly autoResult: string | null;
  readonly after: number;
  readonly delay: number;
  readonly resultCode: string;
  /** Undefined: the cashier says nothing, and the SDK keeps what an earlier one said. */
  readonly declare: string | undefined;
  readonly declareResult: string | undefined;
  readonly retention: boolean | undefined;
  readonly jump: boolean;
  readonly jumpDelay: number;
}

export function readSettings(search: string): Settings {
  const query = new URLSearchParams(search);
  const number = (name: string, fallback: number): number => {
    const value = Number(query.get(name) ?? fallback);
    return value >= 0 && value <= 600_000 ? value : fallback;
  };
  const auto = query.get('auto');
  const retention = query.get('retention');
  const server = query.get('server');
  return {
    instanceId: query.get('instanceId'),
    merchantOrigin: originOf(query.get('refUrl')),
    language: (query.get('lang') ?? query.get('locale') ?? '').startsWith('zh') ? 'zh' : 'en',
    launch: query.get('nolaunch') !== '1',
    launchDelay: number('launchdelay', 0),
    silent: query.get('silent') === '1',
    auto: auto !== null && isAction(auto) ? auto : null,
    autoResult: query.get('autoresult'),
    after: number('after', 0),
    delay: number('delay', 500),
    resultCode: query.get('resultcode') ?? 'USER_BALANCE_NOT_ENOUGH',
    declare: query.get('declare') ?? undefined,
    declareResult: query.get('declareresult') ?? undefined,
    retention: retention === null ? undefined : retention === '1',
    jump: query.get('jump') !== '0',
    jumpDelay: number('jumpdelay', 1500),
    server: server !== null && isServerWord(server) ? server : null,
    serverAfter: number('serverafter', 0),
  };
}

/** The SDK tells its page's address as `refUrl`. */
function originOf(url: string | null): string {
  return parseUrl(url ?? '')?.origin ?? location.origin;
}
