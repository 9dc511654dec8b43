/** Each row of docs/testing.md's table of situations is what happens, and a failing verb reads as it says. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { CheckoutController, type PaymentOutcome } from 'antom-checkout-controller';
import { brokenSession, fakeAntom } from '../../../src/testing';

const guide = readFileSync(`${process.cwd()}/docs/testing.md`, 'utf8');
const rows = Array.from(
  guide.matchAll(/^\| ([^|]+) \|([^|]*)\|([^|]*)\| (`[^|]+`) \|$/gm),
  ([, situation = '', before = '', verbs = '', outcome = '']) => ({ situation, before, verbs, outcome }),
);
/** The code spans of a cell. */
const spansOf = (cell: string): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, span = '']) => span);

const antom = fakeAntom();
const run = async (code: string): Promise<void> => {
  const { buyer, server, faults } = antom;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the documentation
  const statement = new Function('buyer', 'server', 'faults', 'brokenSession', `return ${code};`) as (...names: unknown[]) => unknown;
  await statement(buyer, server, faults, brokenSession);
};

afterEach(async () => {
  await antom.reset();
  vi.useRealTimers();
});

it('there is a row for every fault of the SDK and for each of the buyer', () => {
  expect(rows.length).toBeGreaterThan(25);
});

it.each(rows)('$situation: $outcome', async ({ before, verbs, outcome }) => {
  vi.useFakeTimers();
  const checkout = new CheckoutController({ ...antom.options });
  for (const code of spansOf(before)) await run(code);
  let settled: PaymentOutcome | null = null;
  void checkout.pay().then((result) => {
    settled = result;
  });
  for (const code of spansOf(verbs)) await run(code);
  const phase = checkout.state.phase;
  await vi.advanceTimersByTimeAsync(20_000);

  const expected = spansOf(outcome);
  if (expected[0] === 'confirming') expect(phase).toBe(expected.shift());
  expect(settled).toMatchObject({
    status: expected[0],
    ...(expected[0] === 'error' ? { error: { code: expected[1] } } : {}),
    ...(expected[1] === "confirmedBy: 'server'" ? { confirmedBy: 'server' } : {}),
  });
});

it('a failing verb', async () => {
  vi.useFakeTimers();
  const checkout = new CheckoutController({ ...antom.options });
  antom.faults.sdk('sdk-offline');
  void checkout.pay();
  const { message } = (await antom.buyer.pays().catch((error: unknown) => error)) as Error;
  expect(/```text\n([\s\S]*?)\n```/.exec(guide)?.[1]).toBe(message.replace(/fake-payment-\d+/, 'fake-payment-1'));
});
