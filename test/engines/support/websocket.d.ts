/** Of playwright-core, which is pinned to one version: its copy of ws, as far as it is used here. Node 20 has no WebSocket of its own. */
declare module 'playwright-core/lib/utilsBundle' {
  export class ws {
    constructor(address: string);
    once(event: 'open' | 'close', run: () => void): void;
    once(event: 'error', run: (error: Error) => void): void;
    on(event: 'message', run: (data: { toString(): string }) => void): void;
    send(text: string, done: (error?: Error) => void): void;
  }
}
