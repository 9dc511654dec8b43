/**
 * supportBundle(): what somebody else needs to help, as Markdown for an issue.
 */
import { SDK_VERSION } from 'antom-checkout-controller';
import { add, each, glue, map, namesOf, some } from '../core/list';
import { own, ownText } from '../core/read';
import { clean, type TimelineEntry } from './journal';
import { linesOf } from './timeline';
import type { Diagnosis } from './types';

export interface SupportParts {
  readonly diagnosis?: Diagnosis | undefined;
  readonly timeline?: { readonly entries: readonly TimelineEntry[] } | undefined;
  /** Of the payment, as `pay()`, `mount()` or `resume()` answered it. */
  readonly outcome?: unknown;
  /** What happened, and what should have happened. */
  readonly note?: string | undefined;
}

/** Bytes of UTF-8. GitHub takes 65,536 characters. */
const LIMIT = 60_000;
const CUT = '… earlier entries are left out';

/**
 * Redacted, at most 60 kB, without session data. Read it before you paste it: what `note` says is yours.
 *
 * @example
 * copy(supportBundle({ diagnosis: await diagnose({ checkout }), timeline, outcome }));
 */
export function supportBundle(parts: SupportParts): string {
  const { diagnosis, timeline, outcome, note } = parts;
  const head: string[] = ['## Support bundle of antom-checkout-controller', `Made for SDK ${SDK_VERSION}, ${new Date().toISOString()}.`];
  if (note !== undefined && note !== '') section(head, 'What happened', cleanLines(note.slice(0, 4000)));
  if (outcome !== undefined && outcome !== null) section(head, 'Outcome', outcomeText(outcome));
  if (diagnosis) {
    section(head, 'Findings', fenced(cleanLines(String(diagnosis))));
    const { facts } = diagnosis;
    section(
      head,
      'Facts',
      fenced(
        cleanLines(
          glue(
            map(namesOf(facts), (name) => `${name}: ${String(facts[name])}`),
            '\n',
          ),
        ),
      ),
    );
  }
  const begin = cut(glue(head, '\n\n'), LIMIT - 2000);
  const lines = timeline ? map(linesOf(timeline.entries).split('\n'), (line) => clean(line)) : [];
  if (!some(lines, (line) => line !== '')) return `${begin}\n`;
  const room = LIMIT - bytesOf(begin) - 100;
  return `${begin}\n\n### Timeline\n\n${fenced(newest(lines, room))}\n`;
}

function section(blocks: string[], title: string, text: string): void {
  add(blocks, `### ${title}`);
  add(blocks, text);
}

/** Four backticks: what is inside may have three. */
function fenced(text: string): string {
  return `\`\`\`\`text\n${text.replace(/````/g, "''''")}\n\`\`\`\``;
}

/** Long lines are wrapped, since what is cleaned is cut to the length of one. */
function cleanLines(text: string): string {
  return glue(
    map(text.replace(/([^\n]{180,280}) /g, '$1\n').split('\n'), (line) => clean(line)),
    '\n',
  );
}

/** By name: what else an outcome has, the server's answer above all, is nobody's business. */
function outcomeText(outcome: unknown): string {
  const lines: string[] = [];
  const line = (holder: unknown, name: string, title = name): void => {
    const value = ownText(holder, name);
    if (value !== undefined) add(lines, `${title}: ${clean(value)}`);
  };
  each(['status', 'retry', 'confirmedBy', 'reason', 'paymentRequestId', 'paymentResultCode', 'paymentResultMessage'], (name) => {
    line(outcome, name);
  });
  const error = own(outcome, 'error');
  line(error, 'code', 'error.code');
  line(error, 'message', 'error.message');
  line(own(error, 'sdk'), 'code', 'error.sdk.code');
  line(own(error, 'sdk'), 'message', 'error.sdk.message');
  line(own(error, 'details'), 'reason', 'error.details.reason');
  line(own(error, 'details'), 'fault', 'error.details.fault');
  return fenced(glue(lines, '\n'));
}

/** As many of the last lines as there is room for (bytes). */
function newest(lines: readonly string[], room: number): string {
  let text = '';
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const line = String(lines[i]);
    const next = text === '' ? line : `${line}\n${text}`;
    if (bytesOf(next) > room - bytesOf(CUT) - 1) return `${CUT}\n${text}`;
    text = next;
  }
  return text;
}

function cut(text: string, limit: number): string {
  if (bytesOf(text) <= limit) return text;
  let end = Math.floor(limit / 4);
  // In steps: characters have one to four bytes.
  while (bytesOf(text.slice(0, end + 500)) <= limit - 10) end += 500;
  return `${text.slice(0, end)}\n\`\`\`\`\n…`;
}

function bytesOf(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    // Each half of a pair has two of its four.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
}
