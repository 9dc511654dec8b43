/**
 * Starts the shop.
 */
import '@picocss/pico/css/pico.min.css';
import './styles/tokens.css';
import './styles/layout.css';
import './styles/shop.css';
import './styles/bench.css';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('app');
if (root) render(<App />, root);
