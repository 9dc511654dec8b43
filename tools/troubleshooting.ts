/**
 * docs/troubleshooting.md and its Chinese sibling, made from the doctor's findings and from troubleshooting.zh-CN.ts: `npm run reference`
 * writes them. The demo shows the same sections as a page.
 */
import { FINDINGS } from '../src/doctor/findings/index.ts';
import type { Row } from '../src/doctor/findings/row.ts';
import type { Symptom } from '../src/doctor/types.ts';
import { ZH } from './troubleshooting.zh-CN.ts';

export interface Texts {
  /** Links to the other language, where there is one. */
  readonly head: readonly string[];
  readonly intro: readonly string[];
  readonly symptoms: Readonly<Record<Symptom, readonly [title: string, text: string]>>;
  readonly levels: Readonly<Record<Row['level'], string>>;
  readonly stages: Readonly<Record<Row['stage'], string>>;
  readonly needs: Readonly<Record<NonNullable<Row['needs']>, string>>;
  readonly remedy: string;
  readonly also: string;
  readonly of: (row: Pick<Row, 'id' | 'title' | 'remedy'>) => { readonly title: string; readonly remedy: string };
  /** The file of a page of docs/, in this language where it is there. */
  readonly file: (page: string) => string;
}

const EXAMPLE = `
\`\`\`ts
import { diagnose } from 'antom-checkout-controller/doctor';
import { checkout } from './checkout';

console.log(String(await diagnose({ checkout, trigger: '#pay' })));
\`\`\``;

const EN: Texts = {
  head: [
    '# Troubleshooting',
    '<!-- Made by `npm run reference` from src/doctor/findings. Edit those, and tools/troubleshooting.zh-CN.ts. -->',
    '[中文](troubleshooting.zh-CN.md)',
  ],
  intro: [
    'Begin with what you see. Quicker: let [the doctor](doctor.md) look. It names the findings of this page that hold on yours, with what it has seen.',
  ],
  symptoms: {
    nothing: [
      'Nothing happens on the press',
      'No spinner, no error. The press does not reach `pay()`, or what `pay()` opens is behind something. What no finding tells: a listener of the page that calls `preventDefault()`, or a hidden field that is `required`, keeps a bound form from being submitted.',
    ],
    loading: ['Loading for ever', 'A spinner, `preparing` or `creating-session` in `state`, and then an error after 15, 20 or 30 s.'],
    refused: [
      'An error, and no cashier',
      'The outcome is `error` before the buyer has seen anything. [errors.md](errors.md) has every code.',
    ],
    blank: ['A blank cashier, or one that cannot be used', 'The popup or form is there, and empty, dead or gone again.'],
    'paid-but-failed': [
      'Paid, but the page says failed, or nothing',
      'The money is at Antom, and the page does not know of it. Do not let the buyer pay again.',
    ],
    twice: ['Paid twice, or the page refuses to pay', 'Who may pay again when: [outcomes.md](outcomes.md).'],
    'sandbox-only': ['Works in sandbox only', 'What differs between the two: keys, hosts, HTTPS, and what a test build brings along.'],
    'some-buyers': ['Works here, and not for some buyers', 'What is in their browser or network, and not in yours.'],
  },
  levels: { fatal: 'fatal', warning: 'warning', info: 'for information' },
  stages: { page: 'page', sdk: 'SDK', session: 'session', cashier: 'cashier', server: 'server', return: 'return' },
  needs: {
    probe: 'The doctor sees it with `probe`.',
    timeline: "The doctor sees it by a timeline's `logger` or `watch()`.",
    session: 'The doctor sees it with `session` or `probe`.',
    container: 'The doctor sees it with `container`.',
  },
  remedy: 'To do.',
  also: 'Or one of these:',
  of: ({ title, remedy }) => ({ title, remedy }),
  file: (page) => page,
};

export const textsIn = (language: 'en' | 'zh'): Texts => (language === 'zh' ? ZH : EN);

export function makeTroubleshooting(): Readonly<Record<'troubleshooting.md' | 'troubleshooting.zh-CN.md', string>> {
  return { 'troubleshooting.md': pageOf(EN), 'troubleshooting.zh-CN.md': pageOf(ZH) };
}

export interface Section {
  readonly title: string;
  readonly text: string;
  /** Of which this is the first symptom. */
  readonly rows: readonly Row[];
  /** Explained at their own first symptom. */
  readonly others: readonly Row[];
}

/** By symptom. */
export function sectionsOf(texts: Texts): readonly Section[] {
  return (Object.keys(texts.symptoms) as Symptom[]).map((symptom) => {
    const [title, text] = texts.symptoms[symptom];
    return {
      title,
      text,
      rows: FINDINGS.filter(({ symptoms: [first] }) => first === symptom),
      others: FINDINGS.filter(({ symptoms: [, ...rest] }) => (rest as readonly Symptom[]).includes(symptom)),
    };
  });
}

/** `docs/csp.md` in a text, as a link of Markdown. */
export const linked = ({ file }: Pick<Texts, 'file'>, text: string): string =>
  text.replace(/\bdocs\/([\w-]+\.md)/g, (_match, page: string) => `[${file(page)}](${file(page)})`);

function pageOf(texts: Texts): string {
  const blocks = [
    ...texts.head,
    ...texts.intro,
    EXAMPLE.trim(),
    ...sectionsOf(texts).flatMap(({ title, text, rows, others }) => [
      `## ${title}`,
      text,
      ...rows.flatMap((row) => {
        const { title: what, remedy } = texts.of(row);
        const sees = row.needs === undefined ? '' : ` ${texts.needs[row.needs]}`;
        return [
          `### ${row.id}`,
          `**${what}** (${texts.levels[row.level]}, ${texts.stages[row.stage]}).${sees}`,
          `**${texts.remedy}** ${linked(texts, remedy)}`,
        ];
      }),
      ...(others.length === 0
        ? []
        : [`${texts.also}\n\n${others.map((row) => `- [${row.id}](#${row.id.toLowerCase()}): ${texts.of(row).title}`).join('\n')}`]),
    ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}
