/**
 * What both pages with a form have: their product, their place, their button. `draw` and `takeOff` are the page's own; with `draw=load` in its address the
 * page draws at once, else when its button is pressed.
 */
(function () {
  'use strict';
  const query = new URLSearchParams(location.search);
  const product = query.get('product');
  window.createPaymentSession = function () {
    return fetch('/api/payment-sessions?product=' + product, { method: 'POST' }).then((response) => response.json());
  };
  window.begin = function ({ draw, takeOff }) {
    /** Draws, and takes off what is drawn. */
    window.drawOnce = async function () {
      const shown = new Promise((resolve) => {
        addEventListener('message', function hear({ data }) {
          if (typeof data !== 'string' || !data.includes('"SHOWN"')) return;
          removeEventListener('message', hear);
          resolve();
        });
      });
      // Of the library's draw() comes the outcome: one before the form is shown is a failure, not a form.
      const failed = Promise.resolve(draw()).then((outcome) => {
        if (outcome === undefined) return shown;
        throw new Error('Nothing was shown: ' + JSON.stringify(outcome));
      });
      await Promise.race([shown, failed]);
      await takeOff();
    };
    document.querySelector('#checkout').addEventListener('submit', (event) => {
      event.preventDefault();
      draw();
    });
    if (query.get('draw') === 'load') draw();
  };
  window.product = product;
}());
