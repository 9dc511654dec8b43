/**
 * docs/troubleshooting.md as a page: the doctor's panel leads here, to the place of a finding.
 */
import '@picocss/pico/css/pico.min.css';
import '../styles/tokens.css';
import '../styles/layout.css';
import '../styles/shop.css';
import '../styles/bench.css';
import '../styles/troubleshooting.css';
import { render } from 'preact';
import { Troubleshooting } from './troubleshooting.tsx';

const root = document.getElementById('app');
if (root) render(<Troubleshooting />, root);
