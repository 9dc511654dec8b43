/**
 * `npm run picture`: what both READMEs show, docs/assets/shop.webp and shop.zh-CN.webp: the demo's shop with the cashier open, photographed in Chromium
 * once the real SDK has drawn it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { startDemo } from '../demo/server/app.ts';
import { ensureChromium } from '../test/browser/support/chromium.ts';

const folder = fileURLToPath(new URL('../docs/assets', import.meta.url));
const PICTURES = [
  { file: 'shop.webp', language: 'en', locale: 'en-US' },
  { file: 'shop.zh-CN.webp', language: 'zh', locale: 'zh-CN' },
] as const;
const SIZE = { width: 1440, height: 900 };
/** A README shows it at about 830 CSS pixels. */
const SHARPNESS = 1.5;
const QUALITY = 0.82;

async function photograph(browser: Browser, url: string, { language, locale }: (typeof PICTURES)[number]): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: SIZE,
    deviceScaleFactor: SHARPNESS,
    locale,
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  await context.route(
    ({ hostname }) => !['localhost', '127.0.0.1'].includes(hostname),
    (route) => route.abort(),
  );
  const page = await context.newPage();
  await page.goto(`${url}/?lang=${language}`);
  await page.locator('[data-testid="pay"][aria-disabled="false"]').click();
  await page.frameLocator('#ams-component-section iframe').locator('[data-testid="pay"]:not([disabled])').waitFor();
  await page
    .locator('#ams-component-container')
    .evaluate((container) => Promise.allSettled(container.getAnimations().map((animation) => animation.finished)));
  // The press has scrolled to the button; the shop begins at its head.
  await page.evaluate(() => scrollTo(0, 0));
  const picture = await page.screenshot();
  await context.close();
  return picture;
}

/** Chromium writes WebP, Playwright does not. */
async function asWebp(browser: Browser, png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const webp = await page.evaluate(
    async ([address, quality]) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext('2d')!.drawImage(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
      return Array.from(new Uint8Array(await blob.arrayBuffer()));
    },
    [`data:image/png;base64,${png.toString('base64')}`, QUALITY] as const,
  );
  await page.close();
  return Buffer.from(webp);
}

const demo = await startDemo();
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ['--headless', '--no-sandbox', '--disable-gpu'] });
try {
  mkdirSync(folder, { recursive: true });
  for (const picture of PICTURES) {
    const webp = await asWebp(browser, await photograph(browser, demo.url, picture));
    writeFileSync(`${folder}/${picture.file}`, webp);
    console.log(`docs/assets/${picture.file}: ${String(Math.round(webp.length / 1000))} kB`);
  }
} finally {
  await browser.close();
  await demo.close();
}
