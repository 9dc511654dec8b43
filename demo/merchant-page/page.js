// What such a page has anyway: its languages, its form, its way to its server, its place for messages. Not a word of the library.
var query = new URLSearchParams(location.search);
var stay = query.get('stay') === '1';
// Only for the demo: the gateway is told what is to come of a payment, and local pages are in the place of Antom's.
var wish = query.get('outcome') || 'paid';
var otherName = location.protocol + '//' + (location.hostname === 'localhost' ? '127.0.0.1' : 'localhost') + ':' + location.port;
function options(fallback) {
  return query.get('cashier') || fallback;
}

var lang = /^zh/.test(query.get('lang') || navigator.language) ? 'zh' : 'en';
var locale = { en: 'en_US', zh: 'zh_CN' }[lang];
var texts = {
  drawing: { en: 'The card form is being drawn …', zh: '正在显示银行卡表单……' },
  form: { en: 'Please fill in your card, then press the button.', zh: '请填写银行卡，然后点击按钮。' },
  declined: {
    en: 'The card was declined, nothing was charged. Please correct it or use another one.',
    zh: '银行卡被拒绝，没有扣款。请更正或更换银行卡。',
  },
  busy: { en: 'Payment under way …', zh: '支付进行中……' },
  asking: { en: 'Asking the shop …', zh: '正在询问商店……' },
  succeeded: { en: 'Paid. Thank you!', zh: '已付款，谢谢！' },
  processing: { en: 'Your payment is being processed.', zh: '付款正在处理。' },
  unknown: { en: 'We do not know yet whether you have paid.', zh: '暂时无法确定是否已付款。' },
  redirected: { en: 'Please finish the payment on the page or in the app that has opened.', zh: '请在打开的页面或应用中完成付款。' },
  failed: { en: 'The payment did not go through.', zh: '付款没有成功。' },
  cancelled: { en: 'You closed the cashier.', zh: '您关闭了收银台。' },
  abandoned: { en: 'The page ended the payment.', zh: '页面结束了支付。' },
  error: { en: 'The cashier could not be opened or kept.', zh: '收银台无法打开或保持。' },
  wait: { en: 'Please wait for our confirmation before you pay again.', zh: '请等我们确认后再支付。' },
};
if (lang === 'zh') {
  document.documentElement.lang = 'zh-CN';
  document.querySelectorAll('[data-zh]').forEach(function (element) {
    element.textContent = element.getAttribute('data-zh');
  });
}
if (query.get('lang')) {
  document.querySelectorAll('#shop, #other').forEach(function (link) {
    link.search = 'lang=' + lang;
  });
}

var form = document.getElementById('order');
function server(path, body) {
  return fetch('/api/' + path, body && { method: 'POST', body: JSON.stringify(Object.assign({ lang: lang }, body)) }).then(
    function (response) {
      return response.json();
    },
  );
}
function say(status, more) {
  var output = document.getElementById('outcome');
  output.setAttribute('data-status', status);
  output.textContent = texts[status][lang] + (more || '');
  return output;
}
function announce(state) {
  if (state.phase === 'confirming') say('asking');
  else if (state.phase === 'open' && state.surface === 'inline') say(state.declined ? 'declined' : 'form');
  else if (state.busy) say(state.surface === 'inline' && state.phase !== 'submitting' ? 'drawing' : 'busy');
}
/** True when the buyer may pay, or pay again. */
function show(outcome) {
  if (!outcome) return true;
  // Another order's form has taken its place.
  if (outcome.reason === 'replaced') return false;
  window.lastOutcome = outcome;
  var output = say(outcome.status, outcome.retry === 'after-confirmation' ? ' ' + texts.wait[lang] : '');
  if (outcome.status === 'error') {
    // The library's errors are in English.
    var details = output.appendChild(document.createElement('small'));
    details.lang = 'en';
    details.textContent = outcome.error.code + ': ' + outcome.error.hint;
  }
  return (outcome.status === 'failed' || outcome.status === 'cancelled') && outcome.retry !== 'after-confirmation';
}
