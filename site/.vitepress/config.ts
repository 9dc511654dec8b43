/** The site: docs/ and the READMEs with their links led to each other (stage.ts), the API reference (api.ts), in two languages. */
import { defineConfig, type DefaultTheme } from 'vitepress';
import { slug } from '../../tools/anchors.ts';
import { entries, manifest, repository, root } from '../entries.ts';
import { writeLlms } from '../llms.ts';
import { contentsOf, pages, read, titleOf, type Page } from '../pages.ts';
import { stage, staged } from '../stage.ts';

stage();

const CHINESE: Readonly<Record<string, string>> = { 'to do': '集成', 'to look up': '查阅', 'to change it': '参与开发' };
/** Not in docs/README.md, since they are not in the tarball. */
const BESIDE = ['contributing.md', 'security-policy.md'];

const pageAt = (path: string): Page => {
  const page = pages.find((one) => one.path === path);
  if (page === undefined) throw new Error(`There is no page ${path}.`);
  return page;
};
const linkTo = (path: string): string => `/${path.replace(/index\.md$/, '').replace(/\.md$/, '')}`;

/** The same for both languages: a page that is not translated is in English, and says so. */
function sidebarOf(language: 'en' | 'zh'): DefaultTheme.SidebarItem[] {
  const isChinese = language === 'zh';
  const prefix = isChinese ? 'zh/' : '';
  const item = (path: string): DefaultTheme.SidebarItem => {
    const page = pageAt(prefix + path);
    const below = pages.filter((one) => one.path.startsWith(page.path.replace(/\.md$/, '/')));
    return {
      // VitePress takes it for HTML.
      text: `${titleOf(read(page.file)).replaceAll('<', '&lt;')}${page.borrowed ? '（英文）' : ''}`,
      link: linkTo(page.path),
      ...(below.length > 0 ? { collapsed: true, items: below.map((one) => item(one.path.slice(prefix.length))) } : {}),
    };
  };
  const groups = contentsOf().map(({ name, rows }) => ({
    text: (isChinese ? CHINESE[name] : undefined) ?? name[0]!.toUpperCase() + name.slice(1),
    paths: rows.flatMap(({ paths }) => paths),
  }));
  groups.at(-1)?.paths.push(...BESIDE);
  const api = {
    text: isChinese ? 'API 参考（英文）' : 'API reference',
    items: entries.map(({ name, page }) => ({ text: name.replace(/^[^/]+\//, './'), link: linkTo(`${prefix}api/${page}.md`) })),
  };
  return [
    { items: [{ text: isChinese ? '开始' : 'Start', link: linkTo(`${prefix}index.md`) }, item('documentation.md')] },
    ...groups.slice(0, 2).map(({ text, paths }) => ({ text, items: paths.map(item) })),
    api,
    ...groups.slice(2).map(({ text, paths }) => ({ text, items: paths.map(item) })),
  ];
}

const navOf = (language: 'en' | 'zh'): DefaultTheme.NavItem[] => {
  const [prefix, documentation, changes] = language === 'zh' ? ['/zh/', '文档', '更新日志（英文）'] : ['/', 'Documentation', 'Changelog'];
  return [
    { text: documentation, link: `${prefix}documentation` },
    { text: 'API', link: `${prefix}api/`, activeMatch: '/api/' },
    { text: changes, link: `${prefix}changelog` },
  ];
};

export default defineConfig({
  title: manifest.name,
  description: manifest.description,
  srcDir: staged,
  outDir: 'dist',
  cacheDir: `${root}.cache/site/vite`,
  // Where it is served below a folder.
  base: process.env['DOCS_BASE'] ?? '/',
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { nav: navOf('en'), sidebar: sidebarOf('en'), outline: [2, 3] } },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      themeConfig: {
        nav: navOf('zh'),
        sidebar: sidebarOf('zh'),
        outline: { level: [2, 3], label: '本页目录' },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        lightModeSwitchTitle: '切换到浅色',
        darkModeSwitchTitle: '切换到深色',
        sidebarMenuLabel: '菜单',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '语言',
        skipToContentLabel: '跳到正文',
        notFound: { title: '没有这一页', quote: '网址可能有误，或该页已移走。', linkLabel: '回到首页', linkText: '回到首页' },
      },
    },
  },
  themeConfig: {
    ...(repository === null ? {} : { socialLinks: [{ icon: 'github', link: repository }] }),
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          options: {
            // Runs in the page too, as it stands here. Chinese has no spaces between words.
            tokenize: (text) =>
              text
                .split(/[\n\r\p{Z}\p{P}]+/u)
                .flatMap((word) =>
                  /\p{Script=Han}/u.test(word) && 'Segmenter' in Intl
                    ? Array.from(new Intl.Segmenter('zh', { granularity: 'word' }).segment(word), ({ segment }) => segment)
                    : [word],
                ),
          },
        },
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                displayDetails: '显示详情',
                resetButtonTitle: '清空',
                backButtonTitle: '关闭搜索',
                noResultsText: '没有结果：',
                footer: {
                  selectText: '打开',
                  selectKeyAriaLabel: '回车键',
                  navigateText: '选择',
                  navigateUpKeyAriaLabel: '上箭头',
                  navigateDownKeyAriaLabel: '下箭头',
                  closeText: '关闭',
                  closeKeyAriaLabel: 'Esc 键',
                },
              },
            },
          },
        },
      },
    },
  },
  markdown: {
    anchor: { slugify: slug },
    // Braces behind code are text, as on GitHub.
    attrs: { disable: true },
    // The default ones are too pale to be read by everybody.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      // GitHub's tables have a head always. An empty one heads nothing.
      md.core.ruler.push('empty_heads', ({ tokens }) => {
        tokens.forEach((open, i) => {
          if (open.type !== 'th_open' || tokens[i + 1]?.content !== '') return;
          open.tag = 'td';
          tokens[i + 2]!.tag = 'td';
        });
      });
    },
  },
  vite: {
    // The search index of a language.
    build: { chunkSizeWarningLimit: 4000 },
    plugins: [
      {
        name: 'stage',
        /** `npm run docs`: a page shows what its file says now. */
        configureServer({ watcher }) {
          const files = new Set(pages.map(({ file }) => root + file));
          watcher.add([...files]);
          watcher.on('change', (file) => {
            if (files.has(file.replaceAll('\\', '/'))) stage();
          });
        },
      },
    ],
  },
  buildEnd({ outDir, site }) {
    writeLlms(outDir, site.base);
  },
});
