/**
 * The one option that changes what happens after success.
 */
import type { VNode } from 'preact';
import { useI18n } from '../i18n.ts';

interface Props {
  readonly checked: boolean;
  readonly onChange: (stay: boolean) => void;
}

export function StaySwitch({ checked, onChange }: Props): VNode {
  const { t } = useI18n();
  return (
    <>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={checked}
          data-testid="stay"
          aria-describedby="stay-hint"
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{t('stay.label')}</span>
      </label>
      <p id="stay-hint" class="soft hint">
        {t('stay.hint')}
      </p>
    </>
  );
}
