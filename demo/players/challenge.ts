/**
 * 3-D Secure alone in the SDK's inner window. What the buyer says goes to the form that asked, which tells the gateway.
 */
import { question } from './step.ts';
import type { Translate } from './texts.ts';

export function playChallenge(main: HTMLElement, t: Translate): void {
  const query = new URLSearchParams(location.search);
  const name = query.get('answer');
  main.textContent = '';
  main.dataset['status'] = 'ready';
  main.append(
    question({ t, merchant: query.get('merchant') ?? '–', amount: query.get('amount') ?? '', level: 1 }, (passed) => {
      main.dataset['status'] = 'done';
      for (const button of main.querySelectorAll('button')) button.disabled = true;
      if (name === null) return;
      const answers = new BroadcastChannel(name);
      answers.postMessage(passed);
      answers.close();
    }),
  );
}
