/**
 * What happens in the next payment, what breaks, and what the visitor has to do to see it.
 */
import type { VNode } from 'preact';
import {
  CASHIER_SCENARIOS,
  CONFIRM_SCENARIOS,
  INQUIRY_SCENARIOS,
  isScenario,
  PAGE_SCENARIOS,
  RETURN_SCENARIOS,
  SDK_SCENARIOS,
  SERVER_SCENARIOS,
} from '../../../shared/scenarios.ts';
import type { Scenario } from '../../../shared/scenarios.ts';
import type { ShopConfig } from '../config.ts';
import { useI18n } from '../i18n.ts';
import type { TextKey } from '../i18n.ts';
import { isOffered } from '../settings.ts';

interface Props {
  readonly config: ShopConfig;
  readonly scenario: Scenario;
  readonly busy: boolean;
  readonly onScenario: (scenario: Scenario) => void;
}

const startsWith =
  (prefix: string) =>
  (scenario: Scenario): boolean =>
    scenario.startsWith(prefix);

const GROUPS: readonly (readonly [TextKey, readonly Scenario[]])[] = [
  ['scenario.group.confirm', CONFIRM_SCENARIOS],
  ['scenario.group.return', RETURN_SCENARIOS],
  ['scenario.group.inquiry', INQUIRY_SCENARIOS],
  ['scenario.group.server', SERVER_SCENARIOS.filter(startsWith('server-'))],
  ['scenario.group.session', SERVER_SCENARIOS.filter(startsWith('session-'))],
  ['scenario.group.sdk', SDK_SCENARIOS],
  ['scenario.group.cashier', CASHIER_SCENARIOS],
  ['scenario.group.page', PAGE_SCENARIOS],
];

export function ScenarioPicker({ config, scenario, busy, onScenario }: Props): VNode {
  const i18n = useI18n();
  const { t } = i18n;
  const option = (value: Scenario): VNode => (
    <option key={value} value={value} selected={value === scenario}>
      {i18n.scenario(value).name}
    </option>
  );
  const groups = GROUPS.map(([label, scenarios]) => [label, scenarios.filter((value) => isOffered(value, config))] as const).filter(
    ([, scenarios]) => scenarios.length > 0,
  );
  return (
    <section class="panel" aria-labelledby="scenario-title">
      <h3 id="scenario-title">{t('scenario.title')}</h3>
      <select
        aria-label={t('scenario.label')}
        aria-describedby="scenario-hint"
        data-testid="scenario"
        disabled={busy}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (isScenario(value)) onScenario(value);
        }}
      >
        {option('normal')}
        {groups.map(([label, scenarios]) => (
          <optgroup key={label} label={t(label)}>
            {scenarios.map(option)}
          </optgroup>
        ))}
      </select>
      <p id="scenario-hint" class="scenario-hint" data-testid="scenario-hint">
        {i18n.scenario(scenario).hint}
      </p>
      {config.cashier === 'antom' && (
        <p class="soft scenario-hint" data-testid="antom-note">
          {t('scenario.antom')}
        </p>
      )}
    </section>
  );
}
