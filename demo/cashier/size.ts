/**
 * Tells the SDK how large the cashier wants to be, again whenever its content or the merchant's page changes.
 *
 * The SDK draws a popup in the middle of a desktop page and a sheet at the foot of a mobile one, by the user agent alone (`device` in
 * esm/util/index.js). A desktop popup takes the width it is told; a narrow window has to be thought of here.
 */
const WIDTH = 440;
const GAP = 16;
/** Of the page's height. What is left over lets the buyer see whose page this is, and the demo show its own controls. */
const SHARE = 0.8;

const isMobile = /Android|iPhone|iPad|iPod|Mobile/.test(navigator.userAgent);

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function watchSize(element: HTMLElement, page: Size, send: (size: Size) => void): { readonly resized: (page: Size) => void } {
  // The SDK tells no width of its page until that is resized; the window's is the nearest thing to it.
  let available = { ...page, width: Math.min(window.outerWidth || page.width, page.width) };

  const update = (): void => {
    const width = isMobile ? available.width : Math.min(WIDTH, available.width - GAP);
    // Fixed here, because the frame still has the SDK's own width when the height is measured for the first time.
    element.style.width = isMobile ? '100%' : `${width}px`;
    send({ width, height: Math.min(Math.ceil(element.getBoundingClientRect().height), Math.floor(available.height * SHARE)) });
  };
  new ResizeObserver(update).observe(element);
  return {
    resized(next) {
      available = next;
      update();
    },
  };
}
