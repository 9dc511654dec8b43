import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'jsdom',
    // Testing Library and the kit both clean up in a global afterEach, where there is one.
    globals: true,
  },
});
