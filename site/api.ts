/** The API reference: one page for each entry of package.json, made by TypeDoc of the built declarations. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Application } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { entries, root } from './entries.ts';
import { api } from './stage.ts';

rmSync(api, { recursive: true, force: true });

const options: PluginOptions = {
  hidePageHeader: true,
  hidePageTitle: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  // The list of the entries is the navigation's.
  entryFileName: 'entries',
};
const app = await Application.bootstrapWithPlugins({
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: entries.map(({ types }) => root + types),
  tsconfig: `${root}site/api.tsconfig.json`,
  out: api,
  router: 'module',
  readme: 'none',
  disableSources: true,
  excludeExternals: true,
  excludeInternal: true,
  hideGenerator: true,
  sort: ['source-order'],
  logLevel: 'Warn',
  ...options,
});
const project = await app.convert();
if (project === undefined) throw new Error('TypeDoc could not read the declarations: run "npm run build" first.');

const modules = project.children ?? [];
for (const { page, types } of entries) {
  const name = types.replace(/^dist\/|(\/index)?\.d\.ts$/g, '');
  const found = modules.find((module) => module.name === name);
  if (found === undefined) throw new Error(`TypeDoc has nothing of ${types}: it has ${modules.map((module) => module.name).join(', ')}.`);
  found.name = page;
}
await app.generateOutputs(project);
if (app.logger.hasErrors()) process.exit(1);
for (const { name, page } of entries) writeFileSync(`${api}${page}.md`, `# ${name}\n\n${readFileSync(`${api}${page}.md`, 'utf8')}`);
