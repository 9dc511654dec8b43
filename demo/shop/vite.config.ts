/**
 * Builds the shop, the playground and the page of findings into demo/dist/shop. The package is taken as npm would give it: the built file, not the sources.
 */
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  base: '/',
  plugins: [preact()],
  resolve: {
    // The first that fits counts, and the package's name fits its subpaths too.
    alias: { 'antom-checkout-controller/doctor': path('../../dist/doctor.js'), 'antom-checkout-controller': path('../../dist/index.js') },
  },
  build: {
    outDir: path('../dist/shop'),
    emptyOutDir: true,
    target: 'es2020',
    // The SDK's chunk is 1.3 MB. That is why it is fetched lazily, and no news on every build.
    chunkSizeWarningLimit: 2000,
    // On a busy machine the bundler warns of how long its own plugins took: `npm run demo` printed that above its URL.
    rolldownOptions: {
      input: { shop: path('index.html'), playground: path('playground.html'), troubleshooting: path('troubleshooting.html') },
      checks: { bundlerTimings: false },
    },
  },
});
