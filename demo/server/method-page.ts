/**
 * The page of the payment method that a redirect leads to, where the buyer would approve the payment.
 */
const TEXT = {
  en: { title: 'Wallet', body: 'This plays the page of the payment method. The buyer has left the shop.', approve: 'Approve and go back', none: 'No way back was given.' },
  zh: { title: '钱包', body: '这里模拟支付方式的页面，买家已离开商店。', approve: '确认支付并返回', none: '没有提供返回地址。' },
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export function methodPage(back: string | null, lang: keyof typeof TEXT): string {
  const text = TEXT[lang];
  const next = back === null ? `<p>${text.none}</p>` : `<a data-testid="approve" href="${escapeHtml(back)}">${text.approve}</a>`;
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${text.title}</title>
<style>
  :root { color-scheme: light dark; --ground: #eef4ff; --paper: #fff; --ink: #14213d; }
  @media (prefers-color-scheme: dark) { :root { --ground: #0e1524; --paper: #182236; --ink: #e6ecf8; } }
  body { display: grid; place-items: center; min-height: 100vh; margin: 0; font: 1.05rem/1.6 system-ui, sans-serif; background: var(--ground); color: var(--ink); }
  main { max-width: 22rem; margin: 1rem; padding: 2rem; border-radius: 1rem; background: var(--paper); box-shadow: 0 10px 40px #0002; }
  h1 { margin: 0 0 .5rem; font-size: 1.5rem; }
  a { display: block; margin-top: 1.5rem; padding: .8rem 1rem; border-radius: .6rem; background: #1550c8; color: #fff; text-align: center; text-decoration: none; font-weight: 600; }
  a:focus-visible { outline: 3px solid #8fb4ff; outline-offset: 2px; }
</style>
<main><h1>${text.title}</h1><p>${text.body}</p>${next}</main>
</html>`;
}
