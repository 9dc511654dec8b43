/**
 * The stop-watch, first script in every measured page: when the button was pressed, when the cashier was shown, what blocked the main thread.
 * On `window.probe`; times are those of performance.now(), as events' time stamps are.
 */
(function () {
  'use strict';
  // What it keeps would be counted where the page's own leftovers are.
  if (/[?&]probe=off/.test(location.search)) return;
  const probe = { clicks: [], shown: [], longTasks: [], errors: [] };
  // Before the page's own handlers: what they do is part of what is measured.
  addEventListener('click', (event) => { probe.clicks.push(event.timeStamp); }, true);
  addEventListener('message', ({ data }) => {
    if (typeof data === 'string' && data.indexOf('"SHOWN"') > 0) probe.shown.push(performance.now());
  });
  const keep = (list) => { list.getEntries().forEach(({ startTime, duration }) => { probe.longTasks.push({ startTime, duration }); }); };
  const observer = new PerformanceObserver(keep);
  observer.observe({ type: 'longtask', buffered: true });
  probe.flush = () => { keep({ getEntries: () => observer.takeRecords() }); };
  window.probe = probe;
}());
