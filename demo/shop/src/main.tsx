/**
 * Starts the shop, when its server has said which cashier there is.
 */
import '@picocss/pico/css/pico.min.css';
import './styles/tokens.css';
import './styles/layout.css';
import './styles/shop.css';
import './styles/bench.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { fetchConfig } from './config.ts';

const root = document.getElementById('app');
if (root) {
  fetchConfig().then(
    (config) => render(<App config={config} />, root),
    () => render(<p role="alert">The shop’s server does not answer. Please reload. 商店服务端没有响应，请刷新。</p>, root),
  );
}
