/**
 * `componentParams.localLink`: a page of the developer's own machine in the place of Antom's hosted app, for the classes of 1.47.2
 * whose app's address cannot be set otherwise. Options refuse it outside of sandbox and loopback.
 */
import { ownText } from '../../core/read';
import type { SdkInstance } from '../types';

interface ContainerService {
  load(info: unknown, url: string, close: unknown): unknown;
}

/** The query is what the SDK hands to its app. */
export function withLocalLink(api: SdkInstance, params: Readonly<Record<string, unknown>>): void {
  const link = ownText(params, 'localLink');
  if (link === undefined) return;
  const { core } = api as unknown as { core: { getServiceProvider(): { getService(name: string): ContainerService } } };
  const container = core.getServiceProvider().getService('Container');
  const load = container.load.bind(container);
  container.load = (info, url, close) => load(info, link + url.slice((url + '?').indexOf('?')), close);
}
