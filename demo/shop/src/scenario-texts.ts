/**
 * Each scenario's name, and one line that says what to do and what to expect, in both languages.
 */
import type { Scenario } from '../../shared/scenarios.ts';
import type { Language } from './settings.ts';

export interface ScenarioText {
  readonly name: string;
  readonly hint: string;
}

type Texts = Readonly<Record<Scenario, readonly [name: string, hint: string]>>;

const en: Texts = {
  normal: ['You decide in the cashier', 'Press Pay, then any button in the cashier: the server then confirms what became of it.'],

  'confirm-phone': [
    'Paid by phone, then closed',
    'Press “Paid by phone” in the cashier, then close it and leave: closed, and paid all the same, says the server.',
  ],
  'confirm-later': [
    'The server is 5 s slower than the SDK',
    'Press Pay in the cashier: the SDK reports success at once; it is a success when the server agrees.',
  ],
  'confirm-refused': [
    'SDK: success. Server: FAIL',
    'Press Pay in the cashier: the SDK reports success, the server says FAIL, and failed is what the shop says.',
  ],
  'confirm-rescued': [
    'SDK: failed. Server: SUCCESS',
    'Press Fail in the cashier: the SDK reports a failure, the server says SUCCESS, and nobody pays twice.',
  ],
  'confirm-days': [
    'The payment takes days',
    'Close the cashier and leave, as with a voucher to be paid at a till: the server says PENDING, so it is processing, and pay() opens no second one.',
  ],
  'confirm-again': [
    'A second click while unconfirmed',
    'Press Processing in the cashier, then “Stop waiting”, then Pay: the server is asked first and nothing opens; after 20 s it says paid.',
  ],

  'return-back': [
    'Back after the redirect',
    'Press Redirect in the cashier, then the browser’s Back button: the shop asks its server before it lets you pay again.',
  ],
  'return-reload': [
    'Reload in the middle',
    'Reload this page while the cashier is open: nothing was paid, so you may pay; after “Paid by phone” it is paid.',
  ],

  'inquiry-down': ['HTTP 503 for 6 s', 'Press Pay in the cashier: the first inquiries fail, the shop goes on asking, and it ends as paid.'],
  'inquiry-slow': ['Slow: 4 s for each answer', 'Press Pay in the cashier: the answer comes late, and only then is it paid.'],
  'inquiry-never': ['Never answers', 'Press Pay in the cashier, then “Stop waiting”: without an answer it is processing, never paid.'],
  'inquiry-html': [
    'An HTML error page with status 200',
    'Press Pay in the cashier, then “Stop waiting”: a page that is no answer never counts as one.',
  ],

  'server-500': ['HTTP 500', 'Press Pay: an error before anything opened; trying again is safe.'],
  'server-refused': ['Connection dropped', 'Press Pay: an error before anything opened; trying again is safe.'],
  'server-html': ['An HTML error page with status 200', 'Press Pay: the error says that HTML came where a session was due.'],
  'server-f': ['Antom answers resultStatus F', 'Press Pay: the error carries Antom’s result code.'],
  'server-slow': ['Slow: 4 seconds', 'Press Pay: the cashier opens after four seconds.'],
  'server-never': ['Never answers (30 s timeout)', 'Press Pay: after 30 s it is the error session-timeout.'],
  'server-null': ['Answers null', 'Press Pay: the error says that there was no session in the answer.'],

  'session-three-part': ['Three parts instead of four', 'Press Pay: refused before the SDK sees it.'],
  'session-truncated': ['Cut off', 'Press Pay: refused before the SDK sees it.'],
  'session-spaces': ['Each + became a space', 'Press Pay: the error names the usual cause, a form decoded once too often.'],
  'session-encoded': ['Percent-encoded', 'Press Pay: the error names the usual cause, encoding once too often.'],
  'session-wrong-product': ['Made for vaulting', 'Press Pay: the error says that the session belongs to another product.'],
  'session-empty': ['Empty', 'Press Pay: refused before the SDK sees it.'],

  'sdk-blocked': ['Script not found (ad blocker, wrong URL)', 'Press Pay: an error that says why the script did not load.'],
  'sdk-wrong-script': ['A script without the SDK’s class', 'Press Pay: the script ran, but it is not the SDK.'],

  'cashier-no-launch': ['Never launches (15 s)', 'Press Pay: after 15 s the SDK gives up, and the page is as it was.'],
  'cashier-silent': ['Launches, then stops answering', 'Press Pay: close the cashier, or end it with the buttons at the top.'],

  'page-unmount': ['unmount()', 'Press Pay: after 2 s the page takes the cashier away.'],
  'page-abort': ['AbortSignal', 'Press Pay: after 2 s the page aborts the payment.'],
  'page-navigate': ['SPA navigation to Orders', 'Press Pay: after 2 s the app goes to another view, and the cashier goes with it.'],
  'page-remove-dom': ['The cashier’s DOM is removed', 'Press Pay: 8 s after the page removed the cashier the payment ends by itself.'],
};

const zh: Texts = {
  normal: ['由您在收银台决定', '点击支付，再按收银台中的任意按钮：结果由服务端确认。'],

  'confirm-phone': ['手机付款后关闭收银台', '在收银台点“手机已付款”再关闭：虽然关闭了，服务端仍确认已付款。'],
  'confirm-later': ['服务端比 SDK 慢 5 秒', '在收银台点支付：SDK 立即报告成功，等服务端也确认后才算成功。'],
  'confirm-refused': ['SDK 成功，服务端 FAIL', '在收银台点支付：SDK 报告成功，服务端返回 FAIL，商店显示失败。'],
  'confirm-rescued': ['SDK 失败，服务端 SUCCESS', '在收银台点失败：SDK 报告失败，服务端返回 SUCCESS，买家不会重复付款。'],
  'confirm-days': ['付款需要数天', '关闭收银台，如同拿到付款码后去门店付款：服务端返回 PENDING，结果为处理中，pay() 不会再开第二笔。'],
  'confirm-again': [
    '未确认时再次点击支付',
    '在收银台点处理中，再点“不再等待”，然后点支付：先询问服务端，不打开收银台；20 秒后返回已付款。',
  ],

  'return-back': ['跳转后返回', '在收银台点跳转，再按浏览器的后退按钮：商店先询问服务端，再允许支付。'],
  'return-reload': ['中途刷新页面', '收银台打开时刷新本页：没有付款，可以再次支付；若先点“手机已付款”，则显示已付款。'],

  'inquiry-down': ['6 秒内返回 HTTP 503', '在收银台点支付：最初几次查询失败，商店继续查询，最终为已付款。'],
  'inquiry-slow': ['缓慢：每次 4 秒', '在收银台点支付：答复来得晚，收到后才算已付款。'],
  'inquiry-never': ['永不响应', '在收银台点支付，再点“不再等待”：没有答复就是处理中，绝不算已付款。'],
  'inquiry-html': ['状态 200 的 HTML 错误页', '在收银台点支付，再点“不再等待”：不是答复的页面不会被当作答复。'],

  'server-500': ['HTTP 500', '点击支付：收银台打开之前出错，重试是安全的。'],
  'server-refused': ['连接中断', '点击支付：收银台打开之前出错，重试是安全的。'],
  'server-html': ['状态 200 的 HTML 错误页', '点击支付：错误说明收到的是 HTML 而不是会话。'],
  'server-f': ['Antom 返回 resultStatus F', '点击支付：错误中带有 Antom 的结果码。'],
  'server-slow': ['缓慢：4 秒', '点击支付：四秒后收银台打开。'],
  'server-never': ['永不响应（30 秒超时）', '点击支付：30 秒后得到错误 session-timeout。'],
  'server-null': ['返回 null', '点击支付：错误说明答复中没有会话。'],

  'session-three-part': ['只有三段而非四段', '点击支付：在交给 SDK 之前被拒绝。'],
  'session-truncated': ['被截断', '点击支付：在交给 SDK 之前被拒绝。'],
  'session-spaces': ['加号变成了空格', '点击支付：错误指出常见原因：多做了一次表单解码。'],
  'session-encoded': ['被百分号编码', '点击支付：错误指出常见原因：多做了一次编码。'],
  'session-wrong-product': ['用于绑卡的会话', '点击支付：错误说明该会话属于另一个产品。'],
  'session-empty': ['空字符串', '点击支付：在交给 SDK 之前被拒绝。'],

  'sdk-blocked': ['脚本不存在（广告拦截、地址错误）', '点击支付：错误说明脚本为何没有加载。'],
  'sdk-wrong-script': ['脚本中没有 SDK 的类', '点击支付：脚本运行了，但并不是 SDK。'],

  'cashier-no-launch': ['始终不启动（15 秒）', '点击支付：15 秒后 SDK 放弃，页面恢复原样。'],
  'cashier-silent': ['启动后不再响应', '点击支付：关闭收银台，或用顶部的按钮结束。'],

  'page-unmount': ['unmount()', '点击支付：2 秒后页面移除收银台。'],
  'page-abort': ['AbortSignal', '点击支付：2 秒后页面中止支付。'],
  'page-navigate': ['单页导航到订单', '点击支付：2 秒后应用切换视图，收银台随之关闭。'],
  'page-remove-dom': ['收银台的 DOM 被移除', '点击支付：页面移除收银台 8 秒后，支付自行结束。'],
};

export function scenarioText(language: Language, scenario: Scenario): ScenarioText {
  const [name, hint] = (language === 'zh' ? zh : en)[scenario];
  return { name, hint };
}
