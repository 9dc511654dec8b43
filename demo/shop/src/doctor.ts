/**
 * The doctor, fetched only when somebody asks it. Until then the controller's log is kept, which it is then told.
 */
import type { CheckoutController, LogEntry } from 'antom-checkout-controller';
import type { Diagnosis } from 'antom-checkout-controller/doctor';

const MOST = 300;
let waiting: LogEntry[] = [];
let hear: ((entry: LogEntry) => void) | null = null;

/** The controllers' `logger`. */
export function keepForDoctor(entry: LogEntry): void {
  if (hear) hear(entry);
  else waiting = [...waiting.slice(1 - MOST), entry];
}

export async function askDoctor(checkout: CheckoutController): Promise<Diagnosis> {
  const { createTimeline, diagnose } = await import('antom-checkout-controller/doctor');
  hear ??= createTimeline().logger;
  waiting.forEach(hear);
  waiting = [];
  return diagnose({ checkout, trigger: '[data-testid="pay"]' });
}
