/**
 * The Chinese texts of docs/troubleshooting.zh-CN.md, one for each finding. A test says where one is missing.
 */
import type { Texts } from './troubleshooting.ts';

/** Pages of docs/ with a Chinese sibling. */
const CHINESE = /^(custom-element|methods|options|outcomes|react|script-tag|server|spa|testing|troubleshooting|vue)\.md$/;

type Entry = readonly [title: string, remedy: string];

const FINDINGS: Readonly<Record<string, Entry>> = {
  D101: ['这里没有页面', '请在浏览器中调用 `diagnose()`、`pay()` 和 `mount()`，放在 effect 里或视图挂载之后，不要在服务端渲染时调用。'],
  D102: ['页面不是安全上下文', '请通过 HTTPS 提供页面。在本机用 `http://localhost` 打开，不要用局域网地址。'],
  D103: [
    '页面所在的 iframe 不允许支付',
    '给这个 iframe 以及外层的每个 iframe 加上 `allow="payment"`。响应头 `Permissions-Policy: payment=()` 不能把它收回。',
  ],
  D104: [
    '页面在没有源的沙箱 iframe 中',
    '在 iframe 的 `sandbox` 中加上 `allow-same-origin`，或者不在这个 iframe 里展示结账页。没有源就没有存储，SDK 无法启动。',
  ],
  D105: [
    'iframe 的沙箱挡住了支付的一部分',
    '在 iframe 的 `sandbox` 中补上缺少的项：3-D Secure 需要表单和窗口，有自己页面的支付方式需要导航。',
  ],
  D106: [
    'localStorage 被拒绝',
    '请允许本页面保存站点数据（Cookie）。在 WebView 中打开 DOM 存储；别的站点的 iframe 可能没有存储，请在顶层页面展示结账页。',
  ],
  D107: ['localStorage 已满', '清理占满它的数据。SDK 大约需要 1 KB。'],
  D108: [
    '已发起的支付没有被记住',
    '允许 sessionStorage，或给控制器一个自己的 `storage`。在此之前，必须由您的服务器拒绝对同一订单的第二次支付（docs/outcomes.md）。',
  ],
  D109: [
    'Cross-Origin-Embedder-Policy 拒绝了收银台',
    '支付页面的响应不要带 `Cross-Origin-Embedder-Policy`。在单页应用中，结账页因此要成为一个单独的页面，通过会重新加载文档的导航进入（docs/csp.md）。',
  ],
  D110: ['Trusted Types 不允许本库加载 SDK', '在 `trusted-types` 指令中加上 `antom-checkout-controller`。'],
  D111: [
    'Trusted Types 使 SDK 停止工作',
    '在支付之前创建一个带 `createHTML` 和 `createScriptURL` 的默认策略：SDK 没有自己的策略（1.47.2，docs/csp.md）。页面有 `trusted-types` 指令时，在其中加上 `default`。',
  ],
  D112: [
    'JSON 已不是原来的样子',
    '从 `Array.prototype`、`String.prototype` 和 `Object.prototype` 上去掉 `toJSON`。1.7 之前的 Prototype.js 会设置它们：请用 1.7.3，或在它之后删除。',
  ],
  D113: ['页面替换了内置函数', '只要支付正常，就不用做什么：监控工具和 zone.js 都会这样。如果只有这个页面上 SDK 出错，请去掉它们再试。'],
  D114: [
    '页面上有多个控制器',
    '在一个单独的模块中创建一个控制器并共用。替换时对旧的调用 `dispose()`。一个页面只能打开一个收银台，其余的返回 `component-busy`。',
  ],
  D115: [
    '页面上有多份本库',
    '只加载一次：要么用 script 标签，要么用您的打包产物，并且只用一个版本。`npm ls antom-checkout-controller` 会显示是谁带来了另一份。',
  ],
  D116: ['控制器已被销毁', '控制器要和页面活得一样久，放在视图之外。不要在 effect 的清理函数里调用 `dispose()`（docs/spa.md）。'],
  D117: ['浏览器说它处于离线状态', '检查网络连接。有些 VPN 网卡和 WebView 会一直这样说：那就不用做什么，本库照样会发请求。'],
  D118: ['页面自己的服务器没有应答', '检查网络连接，以及网络是否要求先登录。'],
  D119: [
    '某个选项或参数不正确',
    '改正消息列出的内容；docs/options.md 和 docs/methods.md 说明每一项接受什么。使用 TypeScript 时编译器会先指出来。',
  ],
  D120: [
    '本页面上没有控制器',
    '在浏览器控制台中查找第一个错误：脚本不存在（404）、脚本被策略拒绝（docs/csp.md），或构造函数不接受某个选项。如果页面稍后才创建控制器，请到那时再检查。',
  ],
  D201: [
    '测试套件在真实页面上扮演 Antom',
    '从这个构建中去掉 `antom-checkout-controller/testing` 及其脚本。用它不会扣任何款，不管页面显示什么。',
  ],
  D202: ['内容安全策略拒绝了 SDK 的脚本', '把 SDK 的主机加入 `script-src`，或给页面的脚本加上 nonce（docs/csp.md）。'],
  D203: [
    '页面与 Antom 之间有东西拒绝了 SDK 的脚本',
    '对本页面关闭内容拦截器，并请网络管理员放行 Antom 的主机（docs/csp.md）。`sdk: [fromCdn(), fromCdn({ url })]` 可以加上您自己的镜像。',
  ],
  D204: ['SDK 的脚本不在那里', '检查 SDK 的地址和版本：服务器返回了错误。不写 `url` 和 `version` 时，`fromCdn()` 使用 Antom 自己的地址。'],
  D205: ['SDK 的脚本与 `integrity` 不符', '请使用所加载版本的散列值。地址里没有版本的文件会变，不能有散列值。连接中断看起来也是这样。'],
  D206: [
    '有别的东西代替 SDK 应答',
    '检查地址是否是 @alipay/ams-checkout 的地址。要求登录的网络或代理会返回它自己的页面：这时需要买家先登录网络。',
  ],
  D207: ['SDK 没有及时到达', '更早调用 `prepare()`，调大 `timeouts.sdk`，或从靠近买家的镜像提供 SDK。晚到的脚本也会被使用。'],
  D208: ['同意管理工具不让 SDK 的脚本运行', '把结账页排除在外：在同意管理工具中把该脚本标记为必要。支付不需要营销方面的同意。'],
  D209: [
    'SDK 把自己注册成了模块，没有设置全局变量',
    '让本库用 `fromCdn()` 加载 SDK，或在标签运行之前用 `fromGlobal()`：它会对该脚本隐藏 `define` 和 `exports`。用自己的标签时，请放在 RequireJS 之前。',
  ],
  D210: ['页面上有两份 SDK', '只加载一份、一个版本：它们共用元素 id 和消息，会关掉对方的收银台。'],
  D211: [
    '本库没有用这个版本的 SDK 测试过',
    '使用不带 `version` 的 `fromCdn()`，或 `@alipay/ams-checkout` 1.47.2。不带版本的地址会自己变。',
  ],
  D212: ['这个版本的 SDK 没有该产品的类', '加载 1.47.2：更早的版本没有 Payment Element、Checkout Page 和 AutoDebitPay。'],
  D213: ['SDK 的脚本标签被从页面上移除了', '在脚本加载完成之前不要动它：渲染 head 的视图或清理 head 的脚本不能移走它。'],
  D301: [
    '应答中没有会话',
    '原样返回 createPaymentSession 的应答：外面不要包装，里面不要放 Promise，不要是 `null`，也不要因为缺少 `return` 而什么都没有。',
  ],
  D302: ['会话是空的', '看看 Antom 给您的服务器返回了什么：`result.resultCode` 会说明为什么没有会话。应答到来之前不要读取这个字段。'],
  D303: ['会话是 HTML', '让您的服务器返回 JSON。页面来自登录、错误或代理；`&amp;` 来自模板：不要对会话做转义。'],
  D304: [
    '会话是字符串里的 JSON',
    '用 `response.json()` 只解析一次应答，并交出得到的对象。如果得到的是字符串，说明服务器编码了两次：已经是 JSON 的内容不能再次 stringify。',
  ],
  D305: ['会话被按地址编码了', '不要把会话放进地址或 Cookie。如果必须这样做，请解码一次。'],
  D306: ['会话里有空白', '用 JSON 发送会话，不要用表单字段：表单解码会把每个 `+` 变成空格。'],
  D307: ['会话不足四段', '请完整交出：`A&&B&&C&&D`。表单或查询解析会在 `&` 处截断。Antom 2024 年指南中三段的示例无法打开。'],
  D308: ['会话被截断', '查找是什么在途中保存了它：255 或 2000 个字符的数据库列、日志、Cookie。会话大约 2 KB，可能更长。'],
  D309: ['会话指定了未知的产品', '检查请求中的 `productCode` 和 `productScene`；`describeSession()` 会显示会话的内容。'],
  D310: ['会话没有 `action`', '请向 Antom 确认您的账户是否开通了该产品，并对照指南检查请求。'],
  D311: [
    '会话的过期时间无法读取',
    '原样交出 Antom 写的 `paymentSessionExpiryTime`：带时区偏移的 ISO 8601。没有它时，会话按一小时有效计算。',
  ],
  D312: ['会话没有 `paymentRequestId`', '让您的服务器把请求中的 `paymentRequestId` 加到 Antom 的应答里，应答本身没有（docs/server.md）。'],
  D313: [
    '会话是为另一个产品创建的',
    '给控制器会话对应的产品（`product: element`），或为控制器的产品创建会话。类不对时 SDK 不会有任何反应（docs/products.md）。',
  ],
  D314: ['会话是在另一个环境中创建的', '密钥、网关路径和 `environment` 要属于同一个环境：沙箱的配 `sandbox`，生产的配 `prod`。'],
  D315: ['会话已过期', '在买家支付时创建会话，不要在构建或缓存页面时创建。如果它刚刚创建，那就是时钟不对：用 `probe` 可以知道。'],
  D316: [
    '您的服务器没有给出会话',
    '查看服务器对这个请求的日志和网络面板：消息中有它的应答。如果有 Antom 的结果码，请在 createPaymentSession 的文档中查找。`Failed to fetch` 之类是浏览器给出的：网络、CORS 或内容拦截器。`probe` 询问时不带订单，除非用 `order` 指定。',
  ],
  D317: ['您的服务器没有及时应答', '给服务器对 Antom 的调用设置超时，超时后返回错误。`timeouts.session` 是页面等待的时间。'],
  D318: [
    '您的服务器给出会话很慢',
    '保持与 Antom 的连接，选择靠近您服务器的网关，并提前请求会话：`prepare({ session: true })`，或在 `bind()` 中设 `session: true`。',
  ],
  D319: ['会话接口发生了重定向', '直接调用重定向后的地址。重定向会把 POST 变成 GET；跳到登录页的会返回 HTML。'],
  D320: ['会话接口返回的不是 JSON', '发送 `Content-Type: application/json`，内容为 JSON。'],
  D321: ['这个会话要用另一个调用打开', '调用消息中指出的那一个：`mount()` 把表单画进您的容器，`pay()` 打开弹窗（docs/inline.md）。'],
  D322: [
    '会话指向的页面不属于 Antom',
    '原样交出 createPaymentSession 的应答，并查清是什么改动了这一个：在生产环境中 SDK 会把那个页面当作自己的页面展示（docs/security.md）。',
  ],
  D323: [
    '内容安全策略拒绝了页面自己的请求',
    "把指出的地址加入 `connect-src`：自己的源用 `'self'`。`connect-src` 会取代 `default-src`，包括其中的 `'self'`。",
  ],
  D401: [
    '买家按的元素不在页面中',
    '绑定真正显示的元素：渲染之后再调用 `bind()`，框架替换元素后要重新绑定。不用 `bind()` 时，在点击监听器中调用 `pay()`。',
  ],
  D402: ['买家按的元素没有显示', '在买家可以支付时显示它。如果显示的是另一个按钮，请绑定那一个。'],
  D403: ['页面禁用了买家按的元素', '买家一可以支付就启用它。`bind()` 只恢复自己禁用的；页面禁用的由页面负责。'],
  D404: [
    '点击到不了触发元素',
    '从它所在的元素上去掉 `inert`，从它的样式中去掉 `pointer-events: none`；移走盖在它上面的东西，或让点击穿过那个东西。',
  ],
  D405: [
    '`mount()` 的容器无法使用',
    '容器渲染之后再调用 `mount()`。在有 shadow root 的组件中，把它作为插槽子元素放进 light DOM（docs/inline.md）。',
  ],
  D406: ['`mount()` 的容器是隐藏的', '在 `mount()` 之前显示它：画进隐藏元素的表单没有尺寸。'],
  D407: ['内容安全策略拒绝了收银台的 iframe', '把上面指出的收银台主机加入 `frame-src`（docs/csp.md）。'],
  D408: [
    '内容安全策略拒绝了 Antom 的 API',
    "把会话所属区域的 Antom API 加入 `connect-src`（docs/csp.md）；如果页面原来只有 `default-src`，还要加上 `'self'`。最好加入所有区域的：区域可能会变。",
  ],
  D409: [
    '内容安全策略拒绝了 SDK 的其他部分',
    "允许 docs/csp.md 列出的内容。没有跟踪脚本和 `wasm-unsafe-eval` 也能支付；没有 `style-src 'unsafe-inline'` 弹窗会画错；缺少 API 的区域无法支付。",
  ],
  D410: ['收银台上方有模态对话框', '支付前关闭对话框。SDK 把收银台放进 body，而用 `showModal()` 打开的对话框在所有内容之上。'],
  D411: ['页面是 `inert` 的，收银台也一样', '只让收银台旁边的内容变为 inert，不要让包含它的 body 或文档变为 inert。'],
  D412: ['收银台收不到指针事件', '从 body 上去掉 `pointer-events: none`。本库会为收银台撤销它；直接使用 SDK 的支付要自己处理。'],
  D413: ['页面的某个元素盖住了收银台', '给它一个比收银台低的 `z-index`，或在买家支付时移走它：常见的是聊天窗口和 Cookie 横幅。'],
  D414: ['有模态对话框打开着，收银台会在它后面', '支付前关闭对话框，或用 `show()` 代替 `showModal()` 打开它。'],
  D415: [
    'SDK 开始加载后没有任何消息',
    '检查会话是否为打开它的类和这个 `environment` 而创建，并在浏览器控制台中查看被拒绝的请求和 iframe。',
  ],
  D416: [
    '收银台的 iframe 没有启动',
    '打开网络面板，查看 iframe 的请求：它被内容安全策略、Cross-Origin-Embedder-Policy、内容拦截器或网络拒绝了。',
  ],
  D417: ['页面移走了收银台的元素', '不要让框架管理 body 的子元素和 `mount()` 的容器：渲染到一个单独的元素里，支付进行中不要替换 body。'],
  D418: [
    'SDK 拒绝或放弃了这笔支付',
    '在 docs/events.md 和 docs/errors.md 中查找 `sdk.code` 及其消息。检查会话、`environment` 和产品是否一致；如果一致，请把两者报告给 Antom。',
  ],
  D419: ['本页面上有另一笔支付正在进行', '等待它的结果，或先调用 `unmount()`。给每次购买各自的 `order`，并共用一个控制器。'],
  D420: [
    '页面自己结束了支付',
    '查找是谁调用了 `unmount()` 或 `dispose()`、中止了 signal 或进行了导航：effect 的清理函数和路由会这样做。`leave` 决定哪些导航会结束支付（docs/spa.md）。',
  ],
  D421: [
    '支付方式的页面或应用没有打开',
    '提供另一种支付方式。如果总是打不开，可能是 `frame-src` 缺少该应用的 scheme（docs/csp.md），或 WebView 需要放行它。',
  ],
  D422: [
    '收银台开着，有一会儿没有消息了',
    '如果买家还在，就不用做什么。失去响应的收银台也不会有消息：支付会随会话过期或通过 `unmount()` 结束。',
  ],
  D423: ['Antom 的主机没有应答', '请网络管理员或内容拦截器放行这些主机（docs/csp.md 中有列表）。'],
  D424: [
    '有一笔支付在等待',
    '如果刚刚开始，就不用做什么。否则在网络面板中查看那个请求：支付会自行结束，等 SDK 15 秒、等会话 30 秒、等收银台 20 秒（`timeouts`）。',
  ],
  D501: ['结果只来自 SDK', '给控制器 `inquiryPayment`：这样结果就是您服务器所知道的，关闭弹窗和跳转之后也一样（docs/server.md）。'],
  D502: [
    '查询返回的是另一笔支付',
    '用调用 `inquiryPayment` 时给出的 `paymentRequestId` 询问 Antom，并交出那个应答。查找在两次请求之间被保留的值。',
  ],
  D503: ['查询返回了 `result`，没有 `paymentStatus`', '交出 Antom 的完整应答。`result` 只表示调用成功，`paymentStatus` 才是支付状态。'],
  D504: ['查询没有给出可用的应答', '让查询接口原样以 JSON 返回 Antom 的 inquiryPayment 应答。ORDER_NOT_EXIST 也是应答：不要把它变成错误。'],
  D505: ['对您服务器的部分询问失败了', '查看服务器日志：本库会再次询问，所以支付得到了确认，只是晚了一些。'],
  D506: ['查询很慢', '买家在等它。用通知已经告诉您服务器的内容来应答，并给对 Antom 的调用设置超时。'],
  D507: ['本设备的时钟不准', '校准时钟。如果是服务器的时钟不准，Antom 会拒绝它的请求。时钟不准的买家可以支付，只是保留的会话会被误判。'],
  D508: [
    '这个订单的前一笔支付还没有结果',
    '给控制器 `inquiryPayment`，让 `pay()` 先询问。如果那是另一次购买，请给每次购买各自的 `order`。',
  ],
  D509: ['支付还没有结果', '不要让买家再次支付。稍后用 `resume()` 询问，并在服务器上等待 Antom 的通知：可能需要几天。'],
  D601: ['记得一笔支付，但这里没有谁询问过它', '在买家可能回来的每个页面上调用 `resume()`，尤其是结账页，并显示它的结果。'],
  D602: [
    '地址中有一笔支付，但这里没有谁询问过它',
    '在 `paymentRedirectUrl` 的页面上调用 `resume()`：它会读取地址中的 `paymentRequestId`。',
  ],
};

export const ZH: Texts = {
  head: [
    '# 故障排查',
    '<!-- Made by `npm run reference` from src/doctor/findings and tools/troubleshooting.zh-CN.ts. Edit those. -->',
    '[English](troubleshooting.md)',
  ],
  intro: ['从您看到的现象开始。更快的办法：让 [doctor](doctor.md)（英文）检查。它会指出本页中哪些情况符合您的页面，以及它看到了什么。'],
  symptoms: {
    nothing: [
      '点击后没有反应',
      '没有加载动画，也没有错误。点击没有到达 `pay()`，或者 `pay()` 打开的东西在别的东西后面。没有哪一项能指出的情况：页面的某个监听器调用了 `preventDefault()`，或一个隐藏字段是 `required`，会使绑定的表单无法提交。',
    ],
    loading: ['一直在加载', '有加载动画，`state` 停在 `preparing` 或 `creating-session`，15、20 或 30 秒后出错。'],
    refused: ['报错，没有收银台', '买家还没看到任何东西，结果就是 `error`。[errors.md](errors.md)（英文）中有每个错误码。'],
    blank: ['收银台空白，或无法使用', '弹窗或表单出现了，但是空的、没有响应，或又消失了。'],
    'paid-but-failed': ['已付款，页面却显示失败或什么也不显示', '钱已经到了 Antom，页面却不知道。不要让买家再次支付。'],
    twice: ['付了两次，或页面拒绝支付', '什么时候可以再次支付：[outcomes.zh-CN.md](outcomes.zh-CN.md)。'],
    'sandbox-only': ['只在沙箱中正常', '两个环境的不同之处：密钥、主机、HTTPS，以及测试构建带来的东西。'],
    'some-buyers': ['这里正常，有些买家不行', '原因在买家的浏览器或网络中，不在您这里。'],
  },
  levels: { fatal: '致命', warning: '警告', info: '提示' },
  stages: { page: '页面', sdk: 'SDK', session: '会话', cashier: '收银台', server: '服务器', return: '返回' },
  needs: {
    probe: 'doctor 需要 `probe` 才能看到。',
    timeline: 'doctor 需要时间线的 `logger` 或 `watch()` 才能看到。',
    session: 'doctor 需要 `session` 或 `probe` 才能看到。',
    container: 'doctor 需要 `container` 才能看到。',
  },
  remedy: '处理：',
  also: '也可能是以下之一：',
  of: ({ id }) => {
    const entry = FINDINGS[id];
    if (!entry) throw new Error(`tools/troubleshooting.zh-CN.ts has no ${id}.`);
    return { title: entry[0], remedy: entry[1] };
  },
  file: (page) => (CHINESE.test(page) ? page.replace('.md', '.zh-CN.md') : page),
};

export const CHINESE_IDS: readonly string[] = Object.keys(FINDINGS);
