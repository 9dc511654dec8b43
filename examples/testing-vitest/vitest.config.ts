import { defineConfig } from 'vitest/config';

/** Each test in both simulated browsers; one is enough for a project of yours. */
export default defineConfig({
  test: {
    projects: ['jsdom', 'happy-dom'].map((environment) => ({ test: { name: environment, environment } })),
  },
});
