/**
 * The playground's own sentences, in both languages; its panels have the shop's. `zh` has the keys of `en`.
 */
import type { Language } from '../settings.ts';

const en = {
  title: 'Playground',
  tagline: 'Try each option, and copy the code',
  skip: 'Skip to the checkout',
  shop: 'Shop',
  language: 'Language',
  options: 'Options',
  product: 'Product',
  locale: 'locale',
  order: 'order',
  'order.hint': 'Another order is another purchase. An order that is paid is not paid again.',
  'order.new': 'New order',
  leave: 'leave',
  prepare: 'prepare',
  inquiry: 'inquiryPayment: ask the server',
  stay: 'notRedirectAfterComplete: stay on this page',
  server: 'The demo’s server',
  session: 'answers createPaymentSession',
  answer: 'answers inquiryPayment',
  outcome: 'What comes of it',
  'outcome.cashier': 'With this product the buyer chooses that in the cashier.',
  checkout: 'Checkout',
  pay: 'Pay',
  submit: 'Pay with this form',
  form: 'Payment form',
  'form.draw': 'Draw the form',
  'needs-agreement': 'autoDebitPay needs an agreement of the shop: make one there with autoDebit first.',
  behind: 'What happens',
  code: 'The code of this integration',
  way: 'Way of use',
  'way.spa': 'npm import',
  'way.script': 'Script tag',
  'way.react': 'React',
  'way.vue': 'Vue',
  'way.element': 'Custom element',
  copy: 'Copy {file}',
  copied: '{file} is copied.',
  'not-copied': 'This browser did not let the page copy. Select the code and copy it.',
  share: 'The address of this page has all of these options: share it as it is.',
  normal: 'as it should',
};

export type PlaygroundText = keyof typeof en;

const zh: Record<PlaygroundText, string> = {
  title: '试验场',
  tagline: '试试每个选项，再复制代码',
  skip: '跳到结账',
  shop: '商店',
  language: '语言',
  options: '选项',
  product: '产品',
  locale: 'locale',
  order: 'order',
  'order.hint': '另一个 order 就是另一笔购买。已付款的 order 不会再次付款。',
  'order.new': '新订单',
  leave: 'leave',
  prepare: 'prepare',
  inquiry: 'inquiryPayment：询问服务端',
  stay: 'notRedirectAfterComplete：留在本页',
  server: '演示服务端',
  session: '如何回答 createPaymentSession',
  answer: '如何回答 inquiryPayment',
  outcome: '支付结果',
  'outcome.cashier': '此产品的结果由买家在收银台中选择。',
  checkout: '结账',
  pay: '支付',
  submit: '用此表单支付',
  form: '支付表单',
  'form.draw': '绘制表单',
  'needs-agreement': 'autoDebitPay 需要商店中的一份协议：请先在商店用 autoDebit 签约。',
  behind: '发生了什么',
  code: '此集成的代码',
  way: '使用方式',
  'way.spa': 'npm 导入',
  'way.script': 'script 标签',
  'way.react': 'React',
  'way.vue': 'Vue',
  'way.element': '自定义元素',
  copy: '复制 {file}',
  copied: '已复制 {file}。',
  'not-copied': '浏览器不允许页面复制。请选中代码后复制。',
  share: '本页地址包含以上全部选项，直接分享即可。',
  normal: '正常',
};

export type Say = (key: PlaygroundText, file?: string) => string;

export const sayIn =
  (language: Language): Say =>
  (key, file = '') =>
    (language === 'zh' ? zh : en)[key].replace('{file}', file);
