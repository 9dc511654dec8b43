/**
 * Starts the playground, when the demo's server has said which cashier there is.
 */
import '@picocss/pico/css/pico.min.css';
import '../styles/tokens.css';
import '../styles/layout.css';
import '../styles/shop.css';
import '../styles/bench.css';
import '../styles/playground.css';
import { render } from 'preact';
import { fetchConfig } from '../config.ts';
import { Playground } from './playground.tsx';

const root = document.getElementById('app');
if (root) {
  fetchConfig().then(
    (config) => render(<Playground config={config} />, root),
    () => render(<p role="alert">The demo’s server does not answer. Please reload. 演示服务端没有响应，请刷新。</p>, root),
  );
}
