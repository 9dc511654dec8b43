/**
 * `node tools/check-release.mjs v1.2.3`: may this tag be released? It must be the version of package.json, and CHANGELOG.md must have it with a date
 * and with nothing open.
 *
 * Plain Node without dependencies: it runs before anything is installed.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

/** What stands against it, one sentence each. */
export function faultsOf(tag, { version, repository }, changelog) {
  const faults = [];
  if (tag !== `v${version}`) faults.push(`The tag is ${tag}, the version in package.json is ${version}.`);
  if (!/^\d+\.\d+\.\d+$/.test(version))
    faults.push(`${version} is no X.Y.Z: npm refuses a prerelease as latest, and the workflow publishes nothing else.`);
  const section = changelog.split(/^(?=## )/m).find((text) => text.startsWith(`## [${version}]`));
  if (section === undefined) {
    faults.push(`CHANGELOG.md has no section for ${version}.`);
  } else {
    if (!/^## .* - \d{4}-\d\d-\d\d$/m.test(section)) faults.push(`CHANGELOG.md gives no date for ${version}.`);
    if (/^### Open$/m.test(section)) faults.push(`CHANGELOG.md has something open for ${version}.`);
  }
  if (repository === undefined) faults.push('package.json names no repository, without which npm refuses provenance.');
  return faults;
}

if (process.argv[2] !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = faultsOf(process.argv[2], JSON.parse(read('package.json')), read('CHANGELOG.md'));
  faults.forEach((fault) => {
    console.error(fault);
  });
  process.exitCode = faults.length > 0 ? 1 : 0;
}
