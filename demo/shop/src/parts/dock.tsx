/**
 * What the page itself can do while a payment is open. It lies above the SDK's overlay, where no real shop would put anything.
 */
import type { VNode } from 'preact';
import { PAGE_SCENARIOS } from '../../../shared/scenarios.ts';
import type { PageScenario } from '../../../shared/scenarios.ts';
import { useI18n } from '../i18n.ts';
import type { TextKey } from '../i18n.ts';
import type { PageActions } from '../page-scenario.ts';

const BUTTONS: Record<PageScenario, readonly [TextKey, string]> = {
  'page-unmount': ['dock.unmount', 'do-unmount'],
  'page-abort': ['dock.abort', 'do-abort'],
  'page-navigate': ['dock.navigate', 'do-navigate'],
  'page-remove-dom': ['dock.remove-dom', 'do-remove-dom'],
};

export function Dock({ actions }: { readonly actions: PageActions }): VNode {
  const { t } = useI18n();
  return (
    <aside class="dock" aria-label={t('dock.label')}>
      <span>{t('dock.label')}</span>
      {PAGE_SCENARIOS.map((name) => {
        const [label, id] = BUTTONS[name];
        return (
          <button key={name} type="button" data-testid={id} onClick={actions[name]}>
            {t(label)}
          </button>
        );
      })}
    </aside>
  );
}
