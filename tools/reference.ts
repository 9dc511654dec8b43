/**
 * docs/errors.md and docs/events.md, made from the comments of src/core/errors.ts and src/types/event.ts: `npm run reference` writes them, and
 * docs/troubleshooting.md (troubleshooting.ts).
 *
 * The texts are in the comments alone, so what an editor shows and what the reference says cannot differ. What the types or the code
 * know (codes, types, fields, `retryable`) is asked of them.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { CheckoutError, type CheckoutErrorCode } from '../src/core/errors.ts';
import { makeTroubleshooting } from './troubleshooting.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const NOTICE = (source: string): string => `<!-- Made by \`npm run reference\` from the comments of ${source}. Edit those. -->`;

const ERRORS_EXAMPLE = `
const outcome = await checkout.pay();
if (outcome.status === 'error') {
  report(outcome.error.toJSON());
  switch (outcome.error.code) {
    case 'sdk-offline':
      show('You are offline. Please check your connection and try again.');
      break;
    case 'sdk-blocked-by-csp':
    case 'storage-blocked':
      show('Your browser does not let us open the payment page.');
      break;
    default:
      show(outcome.retry === 'after-confirmation' ? 'We are checking your payment.' : 'Please try again.');
  }
}`;

const EVENTS_EXAMPLE = `
const stop = checkout.on((event) => {
  switch (event.type) {
    case 'loading-started':
      spinner.hidden = false;
      break;
    case 'loading-ended':
      spinner.hidden = true;
      break;
    default:
      report({ attemptId: event.attemptId, type: event.type, code: event.code });
  }
});`;

const program = ts.createProgram([`${root}src/core/errors.ts`, `${root}src/types/event.ts`], {
  target: ts.ScriptTarget.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
  strict: true,
  noEmit: true,
  types: [],
});
const checker = program.getTypeChecker();

/** Both files by their names in docs/. */
export function makeReference(): Readonly<Record<'errors.md' | 'events.md', string>> {
  return { 'errors.md': makeErrors(), 'events.md': makeEvents() };
}

// ── Errors ───────────────────────────────────────────────────────────────────

function makeErrors(): string {
  const source = fileOf('src/core/errors.ts');
  const codes = literalsOf(checker.getTypeAtLocation(aliasOf(source, 'CheckoutErrorCode').name)) as CheckoutErrorCode[];
  const docs = new Map(codes.map((code) => [code, sectionsOf(commentAt(source, code), code, ['Cause', 'Remedy'])]));
  const isRetryable = (code: CheckoutErrorCode): string => (new CheckoutError(code, '').retryable ? 'yes' : 'no');
  return page([
    '# Errors',
    NOTICE('src/core/errors.ts'),
    'A failure is a `CheckoutError`: in `outcome.error` of the outcome `error`, thrown by the constructor and `bind()`, rejected by `prepare()`. ' +
      'Its `code` is stable and its texts are not. Codes grow in minor versions, so keep a `default` arm.',
    '`hint` is the remedy in short. `retryable` says that the same call can succeed later with nothing changed in your code; it says nothing about ' +
      'money. For that see `outcome.retry` in [outcomes.md](outcomes.md#what-may-be-done-next). `cause` is what was thrown below, `sdk` what the SDK said, ' +
      '`details` further facts for logs: never session data, and URLs without their query.',
    fence('ts', ERRORS_EXAMPLE),
    table(
      ['code', 'what happened', '`retryable`'],
      codes.map((code) => [`[\`${code}\`](#${code})`, firstSentence(docs.get(code)?.text ?? ''), isRetryable(code)]),
    ),
    ...codes.flatMap((code) => {
      const { text = '', parts = {} } = docs.get(code) ?? {};
      return [
        `## ${code}`,
        text,
        ...Object.entries(parts).map(([name, part]) => `**${name}.** ${name === 'Details' ? part : capitalized(part)}`),
      ];
    }),
  ]);
}

// ── Events ───────────────────────────────────────────────────────────────────

interface EventDoc {
  readonly type: string;
  readonly codes: readonly string[];
  readonly fields: readonly string[];
  readonly text: string;
  readonly todo: string;
}

function makeEvents(): string {
  const source = fileOf('src/types/event.ts');
  const events = eventsOf(source);
  const common = propertiesOf(checker.getTypeAtLocation(aliasOf(source, 'CheckoutEvent').name));
  return page([
    '# Events',
    NOTICE('src/types/event.ts'),
    'An event tells what the SDK said, the outcome what it means. A code is decided on before any listener hears of it, so `state` has the outcome ' +
      'already. You need no event to take a payment: they are for your own animation, for logs and for support.',
    fence('ts', EVENTS_EXAMPLE),
    'Types grow in minor versions, so keep a `default` arm. Every event has',
    table(
      ['field', ''],
      common.map((property) => [`\`${property.name}\``, docOf(property)]),
    ),
    table(
      ['type', 'SDK code'],
      events.map(({ type, codes }) => [`[\`${type}\`](#${type})`, codes.join(', ')]),
    ),
    ...events.flatMap(({ type, codes, fields, text, todo }) => [
      `## ${type}`,
      `${codes.join(', ')}${fields.length > 0 ? `, with ${fields.map((field) => `\`${field}\``).join(', ')}` : ''}`,
      text,
      `**To do.** ${capitalized(todo)}`,
    ]),
  ]);
}

function eventsOf(source: ts.SourceFile): EventDoc[] {
  const { type: union } = aliasOf(source, 'SdkEvent');
  if (!ts.isUnionTypeNode(union)) throw new Error('SdkEvent is no union.');
  const shared = new Set(propertiesOf(checker.getTypeFromTypeNode(union)).map(({ name }) => name));
  return union.types.map((arm, i) => {
    const between = source.text.slice(union.types[i - 1]?.end ?? union.pos, arm.getStart(source));
    const resolved = checker.getTypeFromTypeNode(arm);
    const member = (name: string): string[] => {
      const symbol = resolved.getProperty(name);
      return symbol ? literalsOf(checker.getTypeOfSymbol(symbol)) : [];
    };
    const [type] = member('type');
    if (type === undefined) throw new Error(`An arm of SdkEvent has no type: ${arm.getText(source)}`);
    const { text, parts } = sectionsOf(textOf(between), type, ['Do']);
    const codes = member('code').map((code) => (code.startsWith('SDK_') ? code : `the callback \`${code}\``));
    return {
      type,
      codes: codes.length > 0 ? codes : ['any other'],
      fields: propertiesOf(resolved)
        .map(({ name }) => name)
        .filter((name) => !shared.has(name)),
      text,
      todo: parts['Do'] ?? '',
    };
  });
}

// ── Reading the source ───────────────────────────────────────────────────────

function fileOf(path: string): ts.SourceFile {
  const source = program.getSourceFile(root + path);
  if (!source) throw new Error(`There is no ${path}.`);
  return source;
}

function aliasOf(source: ts.SourceFile, name: string): ts.TypeAliasDeclaration {
  const found = source.statements.find((statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === name);
  if (!found) throw new Error(`There is no type ${name}.`);
  return found as ts.TypeAliasDeclaration;
}

/** The strings of a union of string literals, in the order of the source; empty for `string`. */
function literalsOf(type: ts.Type): string[] {
  const types = type.isUnion() ? type.types : [type];
  return types.flatMap((member) => (member.isStringLiteral() ? [member.value] : []));
}

function propertiesOf(type: ts.Type): readonly ts.Symbol[] {
  return checker.getPropertiesOfType(type);
}

function docOf(property: ts.Symbol): string {
  return ts.displayPartsToString(property.getDocumentationComment(checker)).replace(/\s+/g, ' ');
}

/** The comment of the member that is called `name`, wherever in the file it is. */
function commentAt(source: ts.SourceFile, name: string): string {
  let found = '';
  const visit = (node: ts.Node): void => {
    if ((ts.isPropertyAssignment(node) || ts.isPropertySignature(node) || ts.isEnumMember(node)) && nameOf(node.name) === name) {
      found ||= textOf(source.text.slice(node.getFullStart(), node.getStart(source)));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : '';
}

/** The last doc comment of a piece of source, without its stars. */
function textOf(source: string): string {
  const comment = Array.from(source.matchAll(/\/\*\*([\s\S]*?)\*\//g)).pop()?.[1] ?? '';
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** A comment taken apart at its paragraphs `Name: …`. */
function sectionsOf(
  comment: string,
  of: string,
  wanted: readonly string[],
): { readonly text: string; readonly parts: Readonly<Record<string, string>> } {
  const [text = '', ...rest] = comment.split(/\n\n(?=[A-Z][a-z]+: )/);
  const parts: Record<string, string> = {};
  for (const part of rest) {
    const [, name = '', content = ''] = /^([A-Z][a-z]+): ([\s\S]*)$/.exec(part) ?? [];
    parts[name] = joined(content);
  }
  const missing = wanted.filter((name) => parts[name] === undefined);
  if (text === '' || missing.length > 0) throw new Error(`The comment of ${of} has no ${text === '' ? 'text' : missing.join(', ')}.`);
  return { text: joined(text), parts };
}

/** Lines of the source as lines of Markdown: one per paragraph or list item. */
function joined(text: string): string {
  const lines = text.replace(/\n(?!\n|- )\s*/g, ' ').replace(/([^\n])\n- /, '$1\n\n- ');
  return lines.replace(/\bdocs\/([\w-]+\.md)/g, '[$1]($1)');
}

// ── Writing Markdown ─────────────────────────────────────────────────────────

const page = (blocks: readonly string[]): string => `${blocks.join('\n\n')}\n`;
const fence = (language: string, code: string): string => `\`\`\`${language}\n${code.trim()}\n\`\`\``;
const capitalized = (text: string): string => text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
const firstSentence = (text: string): string => /^[\s\S]*?(?:\.|; )(?=\s|$|`)/.exec(text)?.[0].replace(/; $/, '.') ?? text;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries({ ...makeReference(), ...makeTroubleshooting() })) writeFileSync(`${root}docs/${name}`, text);
}
