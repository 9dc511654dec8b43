/** The script-tag build in engines that have no page, older than any browser above: its syntax, and that loading it needs nothing they lack. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it, type TestContext } from 'vitest';
import { PARSERS, type ParserName } from './support/catalogue.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const built = (name: string): string => file(`../../dist/${name}`);

/** What support/parse-in-* print. */
interface Parsed {
  readonly version: string;
  /** Null when the file was refused. */
  readonly exports: string | null;
}

function parse(parser: ParserName, path: string): Parsed {
  const { executable } = inject('engines')[parser] ?? { executable: '' };
  // PhantomJS is linked with an OpenSSL that cannot read today's configuration.
  const output = execFileSync(executable, [file(`support/${PARSERS[parser].script}`), path], {
    encoding: 'utf8',
    env: { ...process.env, OPENSSL_CONF: '/dev/null' },
  });
  return JSON.parse(output) as Parsed;
}

describe.each(Object.keys(PARSERS) as ParserName[])('%s', (parser) => {
  const note = ({ task }: TestContext, { version }: Parsed): void => {
    task.meta.engine = parser;
    task.meta.version = version;
  };

  it('parses and loads the script-tag build', (context) => {
    for (const name of ['antom-checkout-controller.iife.js', 'antom-checkout-controller.iife.min.js']) {
      const parsed = parse(parser, built(name));
      note(context, parsed);
      expect(parsed.exports, name).toContain('CheckoutController');
    }
  });

  it('refuses what is newer: the npm build', (context) => {
    const parsed = parse(parser, built('index.cjs'));
    note(context, parsed);
    expect(parsed.exports).toBeNull();
  });
});
