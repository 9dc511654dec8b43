'use strict';
/** What the framework does: renders the page for every request. `PORT=0` takes any free port. */
const { createServer } = require('node:http');
const { createElement } = require('react');
const { renderToString } = require('react-dom/server');
const { default: Page } = require('./page.cjs');

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><title>Checkout</title><div id="root">${renderToString(createElement(Page))}</div>`);
});
server.listen(process.env.PORT ?? 3000, 'localhost', () => console.log(`http://localhost:${server.address().port}/`));
