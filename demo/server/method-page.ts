/**
 * The page of the payment method that a redirect leads to, where the buyer would approve the payment.
 */
const TEXT = {
  en: {
    title: 'Wallet',
    body: 'This plays the page of the payment method. The buyer has left the shop.',
    approve: 'Approve and go back',
    cancel: 'Cancel the payment',
    back: 'Go back undecided',
    none: 'No way back was given.',
  },
  zh: {
    title: '钱包',
    body: '这里模拟支付方式的页面，买家已离开商店。',
    approve: '确认支付并返回',
    cancel: '取消付款',
    back: '暂不决定，返回',
    none: '没有提供返回地址。',
  },
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

interface MethodPage {
  readonly back: string | null;
  /** Where to report the buyer's decision, and for which session; without these the page only links back. */
  readonly report: string | null;
  readonly session: string | null;
  /** Approve leaves the result to the gateway, as the session wishes it; else it is SUCCESS. */
  readonly confirms: boolean;
  readonly lang: keyof typeof TEXT;
}

/** The gateway is told before the buyer goes on, as a payment method would; when it cannot be, the buyer goes on all the same. */
const SCRIPT = `
  var main = document.querySelector('main');
  document.querySelectorAll('[data-status]').forEach(function (link) {
    link.addEventListener('click', function (event) {
      event.preventDefault();
      var go = function () { location.assign(link.href); };
      var said = link.dataset.status === 'CONFIRMED' ? { event: 'confirm', passed: true } : { event: 'decide', status: link.dataset.status };
      var body = JSON.stringify(Object.assign({ paymentSessionId: main.dataset.session }, said));
      fetch(main.dataset.report, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: body, keepalive: true }).then(go, go);
    });
  });`;

export function methodPage({ back, report, session, confirms, lang }: MethodPage): string {
  const text = TEXT[lang];
  const link = (id: string, label: string, attributes = ''): string =>
    `<a data-testid="${id}" href="${escapeHtml(back ?? '')}"${attributes}>${label}</a>`;
  const isReported = report !== null && session !== null;
  const next = isReported
    ? link('approve', text.approve, ` data-status="${confirms ? 'CONFIRMED' : 'SUCCESS'}"`) +
      link('cancel', text.cancel, ' data-status="CANCELLED" class="quiet"') +
      link('back', text.back, ' class="quiet"')
    : link('approve', text.approve);
  const data = isReported ? ` data-report="${escapeHtml(report)}" data-session="${escapeHtml(session)}"` : '';
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
  a.quiet { margin-top: .6rem; background: none; color: inherit; border: 1px solid currentColor; }
  a:focus-visible { outline: 3px solid #8fb4ff; outline-offset: 2px; }
</style>
<main${data}><h1>${text.title}</h1><p>${text.body}</p>${back === null ? `<p>${text.none}</p>` : next}</main>
${isReported ? `<script>${SCRIPT}\n</script>` : ''}
</html>`;
}
