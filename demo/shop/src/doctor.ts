/**
 * The doctor, fetched only when somebody asks it, and so are its texts in both languages. Until then the controller's log is kept, which it is then told.
 */
import type { CheckoutController, LogEntry } from 'antom-checkout-controller';
import type { Level } from 'antom-checkout-controller/doctor';
import type { Language } from './settings.ts';

const MOST = 300;
let waiting: LogEntry[] = [];
let hear: ((entry: LogEntry) => void) | null = null;

/** The controllers' `logger`. */
export function keepForDoctor(entry: LogEntry): void {
  if (hear) hear(entry);
  else waiting = [...waiting.slice(1 - MOST), entry];
}

/** As docs/troubleshooting.md has it, in one language. `seen` is in the doctor's own words, which are English. */
export interface Told {
  readonly id: string;
  readonly level: Level;
  readonly levelName: string;
  readonly title: string;
  readonly seen: string;
  readonly remedy: string;
}

export interface Answer {
  readonly stage: string | null;
  readonly findingsIn: (language: Language) => readonly Told[];
}

/** `probe`: asks the hosts as well, and makes a session. */
export async function askDoctor(checkout: CheckoutController, probe: boolean): Promise<Answer> {
  const [{ createTimeline, diagnose }, { linked, textsIn }] = await Promise.all([
    import('antom-checkout-controller/doctor'),
    import('../../../tools/troubleshooting.ts'),
  ]);
  hear ??= createTimeline().logger;
  waiting.forEach(hear);
  waiting = [];
  // An inline product has a container, and no button before its form is drawn.
  const trigger = document.querySelector('[data-testid="pay"]') ?? undefined;
  const container = document.querySelector('[data-testid="form"]') ?? undefined;
  const { stage, findings } = await diagnose({ checkout, trigger, container, probe });
  return {
    stage,
    findingsIn: (language) => {
      const texts = textsIn(language);
      return findings.map((finding) => {
        const { id, level, evidence: seen } = finding;
        const { title, remedy } = texts.of(finding);
        return { id, level, levelName: texts.levels[level], title, seen, remedy: linked(texts, remedy) };
      });
    },
  };
}
