/**
 * docs/mutation.md, made from the report of the last `npm run test:mutation`, which ends with it.
 *
 * What was left alone is counted as well, so that the score cannot be had by ignoring.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Status = 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'CompileError' | 'RuntimeError' | 'Pending';
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: Status; readonly static?: boolean }[] }>>;
}

interface Counts {
  detected: number;
  undetected: number;
  tables: number;
  words: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));

const count = (report: Report, files: readonly string[]): Counts => {
  const sum: Counts = { detected: 0, undetected: 0, tables: 0, words: 0 };
  for (const file of files) {
    for (const mutant of report.files[file]?.mutants ?? []) {
      if (mutant.status === 'Killed' || mutant.status === 'Timeout') sum.detected += 1;
      else if (mutant.status === 'Survived' || mutant.status === 'NoCoverage') sum.undetected += 1;
      else if (mutant.status === 'Ignored') sum[mutant.static === true ? 'tables' : 'words'] += 1;
      else throw new Error(`${file}: a change is ${mutant.status}, so the run says too little.`);
    }
  }
  return sum;
};

/** Rounded down: 90 % is at least 90. */
const score = ({ detected, undetected }: Counts): string =>
  `${(Math.floor((1000 * detected) / Math.max(1, detected + undetected)) / 10).toFixed(1)} %`;

function makeMutation(report: Report): string {
  const files = Object.keys(report.files).sort();
  const folders = [...new Set(files.map((file) => file.replace(/[^/]+$/, '')))];
  const row = (name: string, counts: Counts): string =>
    `| ${name} | ${score(counts)} | ${String(counts.detected)} | ${String(counts.undetected)} | ${String(counts.tables)} | ${String(counts.words)} |`;
  return `<!-- Made by \`npm run test:mutation\`. -->
# Mutation testing

[Stryker](https://stryker-mutator.io) changes the folders below in small ways, one at a time, and runs the unit tests that reach the place. A change that no test notices is a rule that no test holds. Below 90 % of noticed changes the command fails.

| | noticed | changes noticed | not noticed | tables | texts |
| --- | ---: | ---: | ---: | ---: | ---: |
${[
  ...folders.flatMap((folder) => {
    const own = files.filter((file) => file.startsWith(folder) && !file.slice(folder.length).includes('/'));
    return [
      row(`**\`${folder}\`**`, count(report, own)),
      ...own.map((file) => row(`\`${file.slice(folder.length)}\``, count(report, [file]))),
    ];
  }),
  row('**all**', count(report, files)),
].join('\n')}

Left alone, and not in the score: *tables*, which are made when the file is loaded, so that each change would cost a run of every test (their
rows have tests of their own), and *texts*, the wording of messages for people. The model test with its random lives of a checkout is not among the
tests that are asked: it reaches every line, and would run for every change.
`;
}

writeFileSync(`${root}docs/mutation.md`, makeMutation(JSON.parse(readFileSync(`${root}.cache/mutation/report.json`, 'utf8')) as Report));
