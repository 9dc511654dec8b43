/**
 * What the behaviour tests know of a browser: a page that runs code, takes real presses and goes back. Each driver brings the few
 * operations of `Tab`; everything else is made of them here, once, so that no test knows which engine it runs in.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { transformSync } from 'esbuild';

/** The merchant's page; or the cashier in the SDK's iframe, as a popup or as a form in the page. */
export type Where = 'page' | 'cashier';

/** One page of a running browser, with storage of its own. */
export interface Tab {
  /** Runs an expression that gives a promise of a string, and gives that string. */
  run(expression: string, where: Where): Promise<string>;
  /** A real mouse press at this place of the page's viewport, `times` in a row. */
  press(x: number, y: number, times: number): Promise<void>;
  /** Opens an address and waits until it is loaded. */
  go(url: string): Promise<void>;
  /** Starts the way back; the page it leads to may come from the back/forward cache. */
  back(): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
  /** False when the browser or its driver is gone. A page that hangs is alive: it failed. */
  alive(): Promise<boolean>;
}

export interface Driver {
  /** As the engine itself says. */
  readonly version: string;
  open(): Promise<Tab>;
  close(): Promise<void>;
}

/** The browser or its driver is gone: says nothing about the page's behaviour. */
export class DriverDied extends Error {}

/** How a driver finds the cashier's frame: by the element in the page, or by the frame's address. */
export const CASHIER_FRAME = '#ams-component-section iframe, [data-testid="place"] iframe';
export const isCashier = (url: string): boolean => /^[^?]+\/(cashier|players)\//.test(url);

/** ms: what a busy machine with two cores may need for one step. */
const PATIENCE = 120_000;
const POLL = 40;

/** JSON, as far as it crosses into a page and out of it. */
type Fn<Arg, Value> = (arg: Arg) => Value | Promise<Value>;

/** Left, top, width, height. */
type Place = readonly [number, number, number, number];

export class Page {
  constructor(private readonly tab: Tab) {}

  /** Runs a function in the page (or the cashier), its argument and value as JSON. It sees nothing of the file it is written in. */
  async evaluate<Arg, Value>(run: Fn<Arg, Value>, arg?: Arg, where: Where = 'page'): Promise<Value> {
    const answer = JSON.parse(await this.tab.run(expressionOf(run, arg), where)) as { value?: Value; thrown?: string };
    if (answer.thrown !== undefined) throw new Error(`Thrown in the ${where}: ${answer.thrown}`);
    return answer.value as Value;
  }

  /** Waits until the function gives something truthy, through navigations, and gives that. `what` completes "waited in vain until". */
  waitFor<Arg, Value>(what: string, run: Fn<Arg, Value>, arg?: Arg, where: Where = 'page'): Promise<NonNullable<Value>> {
    return until(what, () => this.evaluate(run, arg, where));
  }

  /** Presses a button as a buyer does: once it is enabled and nothing moves any more. */
  async press(testId: string, where: Where = 'page', times = 1): Promise<void> {
    const look = async (): Promise<readonly [button: Place, frame: Place]> => [
      await this.placeOf(`[data-testid="${testId}"]:not([disabled])`, where),
      where === 'page' ? [0, 0, 0, 0] : await this.placeOf(CASHIER_FRAME, 'page'),
    ];
    const { x, y } = await until(`the button "${testId}" is there and at rest`, async () => {
      const before = await look();
      // The cashier says its size when it is drawn, the SDK sizes the popup by that, and lets it grow for 300 ms.
      if (where === 'cashier') await this.evaluate(drawn, undefined, 'cashier');
      await this.evaluate(drawn);
      const after = await look();
      if (JSON.stringify(before) !== JSON.stringify(after) || (await this.evaluate(isAnimated))) return null;
      const [button, frame] = after;
      return { x: frame[0] + button[0] + button[2] / 2, y: frame[1] + button[1] + button[3] / 2 };
    });
    await this.tab.press(Math.round(x), Math.round(y), times);
  }

  /** In the viewport of the page or of the cashier. */
  private placeOf(css: string, where: Where): Promise<Place> {
    return this.evaluate(
      (selector): Place => {
        const element = document.querySelector(selector);
        const box = element?.getBoundingClientRect();
        if (!element || !box?.width) throw new Error(`There is no ${selector} to be seen.`);
        if (box.top < 0 || box.bottom > window.innerHeight) element.scrollIntoView();
        return [box.left, box.top, box.width, box.height];
      },
      css,
      where,
    );
  }

  go(url: string): Promise<void> {
    return this.tab.go(url);
  }
  back(): Promise<void> {
    return this.tab.back();
  }
  reload(): Promise<void> {
    return this.tab.reload();
  }
  alive(): Promise<boolean> {
    return this.tab.alive();
  }
  close(): Promise<void> {
    return this.tab.close();
  }
}

/** Runs in the page. Two frames have been drawn; an engine that draws nothing is given half a second. */
function drawn(): Promise<boolean> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0, true)));
    setTimeout(resolve, 500, true);
  });
}

/** Runs in the page. Two looks at a slow animation may see the same; engines without getAnimations are not that slow. */
function isAnimated(): boolean {
  const popup = document.querySelector('#ams-component-container');
  return (
    popup !== null && 'getAnimations' in popup && popup.getAnimations({ subtree: true }).some(({ playState }) => playState === 'running')
  );
}

async function until<Value>(what: string, look: () => Promise<Value>): Promise<NonNullable<Value>> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    let trouble = '';
    try {
      const value = await look();
      if (value) return value;
    } catch (error) {
      if (error instanceof DriverDied) throw error;
      // No such frame yet, or the page is between two documents.
      trouble = ` (last: ${error instanceof Error ? error.message : String(error)})`;
    }
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}${trouble}`);
    await pause(POLL);
  }
}

/** In ES2015, which the oldest engine here runs. Syntax only: what a function calls must exist where it runs. */
function expressionOf<Arg, Value>(run: Fn<Arg, Value>, arg: Arg | undefined): string {
  const { code } = transformSync(`var run = ${run.toString()};`, { target: 'es2015' });
  return `new Promise(function (resolve) { ${code}; resolve(run(${arg === undefined ? 'undefined' : JSON.stringify(arg)})); }).then(
    function (value) { return JSON.stringify({ value: value }); },
    function (error) { return JSON.stringify({ thrown: String(error && error.stack ? error + ' ' + error.stack : error) }); })`;
}
