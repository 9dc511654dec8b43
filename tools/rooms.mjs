/** The rooms of src/ and what each may import, as one table; eslint.config.mjs makes its rules from it, and test/package/rooms.test.ts proves every arrow. */
import { createNodeResolver, importX } from 'eslint-plugin-import-x';

const BELOW = ['types', 'core'];

/** A room is a folder or a file of src. It may import itself and what is named here, nothing else. */
export const ROOMS = {
  core: [],
  types: ['core'],
  events: BELOW,
  session: BELOW,
  page: BELOW,
  outcome: ['session', 'events', ...BELOW],
  payments: ['outcome', 'session', 'page', ...BELOW],
  sdk: ['session', 'events', 'page', ...BELOW],
  component: ['sdk', 'outcome', 'events', 'page', ...BELOW],
  confirmation: ['payments', 'outcome', 'session', 'page', ...BELOW],
  attempt: ['component', 'confirmation', 'payments', 'outcome', 'sdk', 'session', 'events', 'page', ...BELOW],
  // A subpath entry: besides this it uses the package's public entry, by the package's name.
  testing: ['page', ...BELOW],
  doctor: ['session', 'page', ...BELOW],
  'locale.ts': BELOW,
  'options.ts': ['locale.ts', 'sdk', ...BELOW],
  'products.ts': ['sdk', ...BELOW],
  'bind.ts': ['page', ...BELOW],
  'services.ts': ['options.ts', 'attempt', 'confirmation', 'payments', 'sdk', 'session', 'page', ...BELOW],
  'admission.ts': ['options.ts', 'attempt', 'page', ...BELOW],
  'preparation.ts': ['options.ts', 'attempt', 'sdk', 'page', ...BELOW],
  'current.ts': ['admission.ts', 'options.ts', 'attempt', 'confirmation', 'payments', 'outcome', 'sdk', 'page', ...BELOW],
  'controller.ts': ['current.ts', 'services.ts', 'preparation.ts', 'bind.ts', 'options.ts', 'attempt', 'page', ...BELOW],
  // A subpath entry: nothing imports it, and it imports types alone.
  server: ['types'],
  // Subpath entries: the controller that they are given is all they use.
  adapters: [],
  react: ['adapters'],
  vue: ['adapters'],
  // Another one: besides this it uses the package's public entry.
  'custom-element': ['core'],
  'index.ts': ['controller.ts', 'products.ts', 'locale.ts', 'sdk', 'session', 'events', ...BELOW],
};

/** Functions of their arguments: no window, no clock, no log. */
export const PURE = [
  'outcome',
  'events',
  'session/describe.ts',
  'session/diagnose.ts',
  'session/parse.ts',
  'session/result-codes.ts',
  'confirmation/answer.ts',
  'confirmation/resolve.ts',
  'locale.ts',
];
/** What a pure file may not import, although its room may. */
export const IMPURE = ['page', 'core/environment.ts', 'core/log.ts'];

const root = import.meta.dirname.replace(/tools$/, '');
const zone = (room, from, except, message) => ({ target: `${root}src/${room}`, from, except, message });

export const rooms = {
  files: ['src/**/*.ts'],
  plugins: { 'import-x': importX },
  settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.mjs', '.js'] })], 'import-x/extensions': ['.ts'] },
  rules: {
    'import-x/no-restricted-paths': [
      'error',
      {
        zones: [
          ...Object.entries(ROOMS).map(([room, may]) =>
            zone(
              room,
              `${root}src`,
              [room, ...may].map((name) => `./${name}`),
              `${room} imports ${may.join(', ') || 'nothing above it'}: see tools/rooms.mjs.`,
            ),
          ),
          ...PURE.flatMap((file) =>
            IMPURE.map((from) => zone(file, `${root}src/${from}`, [], `${file} is pure: no window, no clock, no log.`)),
          ),
        ],
      },
    ],
    'import-x/no-cycle': 'error',
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: '^(?!antom-checkout-controller$|node:url$|react$|vue$)[^.]', message: 'The library has no runtime dependency.' },
        ],
      },
    ],
  },
};
