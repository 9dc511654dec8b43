/**
 * The public types as one text per entry of the package, so that a change of them shows in a diff: every declaration that the entry's
 * types can reach, in alphabetical order, without comments and without what is private. `npm run api-report` writes it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { manifestOf, NAME, repository } from './packed.ts';

export const REPORTS = join(repository, 'docs/api-report');

const isPrivate = (member: ts.ClassElement): boolean =>
  ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);

/** `declare` and `export` say nothing here: what is exported has a list of its own. */
function plain(statement: ts.Statement): ts.Statement {
  const { factory } = ts;
  if (ts.isClassDeclaration(statement)) {
    return factory.updateClassDeclaration(
      statement,
      undefined,
      statement.name,
      statement.typeParameters,
      statement.heritageClauses,
      statement.members.filter((member) => !isPrivate(member)),
    );
  }
  if (ts.isFunctionDeclaration(statement)) {
    return factory.updateFunctionDeclaration(
      statement,
      undefined,
      statement.asteriskToken,
      statement.name,
      statement.typeParameters,
      statement.parameters,
      statement.type,
      undefined,
    );
  }
  if (ts.isVariableStatement(statement)) return factory.updateVariableStatement(statement, undefined, statement.declarationList);
  return statement;
}

/** The names that a statement declares. */
function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => (ts.isIdentifier(name) ? name.text : ''));
  if (
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  ) {
    return [statement.name?.text ?? ''];
  }
  // What an entry adds to the page's own types.
  if (ts.isModuleDeclaration(statement)) return [statement.name.text];
  throw new Error(`The API report knows no ${ts.SyntaxKind[statement.kind]}: teach test/package/support/api-report.ts.`);
}

/** `entry` as a merchant imports it, `types` the text of its declarations. */
export function reportOf(entry: string, types: string): string {
  const file = ts.createSourceFile('index.d.ts', types, ts.ScriptTarget.Latest, true);
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });
  const values: string[] = [];
  const onlyTypes: string[] = [];
  const declared: { name: string; text: string }[] = [];
  for (const statement of file.statements) {
    // What another entry declares is in that one's report.
    if (ts.isImportDeclaration(statement)) continue;
    if (
      ts.isExportDeclaration(statement) &&
      statement.moduleSpecifier === undefined &&
      statement.exportClause !== undefined &&
      ts.isNamedExports(statement.exportClause)
    ) {
      for (const { name, propertyName, isTypeOnly } of statement.exportClause.elements) {
        const told = propertyName === undefined ? name.text : `${propertyName.text} as ${name.text}`;
        (statement.isTypeOnly || isTypeOnly ? onlyTypes : values).push(told);
      }
    } else {
      const name = namesOf(statement).join(', ');
      declared.push({ name, text: printer.printNode(ts.EmitHint.Unspecified, plain(statement), file) });
    }
  }
  const exported = new Set([...values, ...onlyTypes]);
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const section = (title: string, wanted: boolean): string[] => {
    const texts = declared
      .filter(({ name }) => exported.has(name) === wanted)
      .sort(byName)
      .map(({ text }) => text);
    return texts.length === 0 ? [] : [`## ${title}`, '', '```ts', texts.join('\n\n'), '```', ''];
  };
  const list = (names: readonly string[]): string =>
    [...names]
      .sort()
      .map((name) => `\`${name}\``)
      .join(', ');
  return [
    `# The public types of \`${entry}\``,
    '',
    'Written by `npm run api-report` from the built declarations: a change of this file is a change of what merchants compile against.',
    '',
    `Values: ${list(values)}.`,
    '',
    `Types: ${list(onlyTypes)}.`,
    '',
    ...section('Exported', true),
    ...section('Reached by them, and not exported', false),
  ].join('\n');
}

export interface Report {
  readonly file: string;
  readonly text: string;
}

/** One report for each entry that has types, as the build in `root` has them. */
export function reports(root: string): Report[] {
  return Object.entries(manifestOf(root).exports).flatMap(([subpath, target]) => {
    const types = typeof target === 'string' ? undefined : (target.types ?? target.import?.types);
    if (types === undefined) return [];
    const entry = subpath.replace(/^\./, NAME);
    return [
      {
        file: `${subpath === '.' ? 'index' : subpath.slice(2).replaceAll('/', '-')}.api.md`,
        text: reportOf(entry, readFileSync(join(root, types), 'utf8')),
      },
    ];
  });
}

/** The report in the repository, by file name. */
export function committed(): Report[] {
  if (!existsSync(REPORTS)) return [];
  return readdirSync(REPORTS)
    .sort()
    .map((file) => ({ file, text: readFileSync(join(REPORTS, file), 'utf8') }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  for (const { file, text } of reports(repository)) writeFileSync(join(REPORTS, file), text);
}
