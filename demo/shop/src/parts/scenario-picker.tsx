/**
 * What happens in the next payment, and what breaks.
 */
import type { VNode } from 'preact';
import { CASHIER_SCENARIOS, isScenario, PAGE_SCENARIOS, SDK_SCENARIOS, SERVER_SCENARIOS } from '../../../shared/scenarios.ts';
import type { Scenario } from '../../../shared/scenarios.ts';
import { useI18n } from '../i18n.ts';
import type { TextKey } from '../i18n.ts';

interface Props {
  readonly scenario: Scenario;
  readonly busy: boolean;
  readonly onScenario: (scenario: Scenario) => void;
}

const startsWith = (prefix: string) => (scenario: Scenario): boolean => scenario.startsWith(prefix);

const GROUPS: readonly (readonly [TextKey, readonly Scenario[]])[] = [
  ['scenario.group.server', SERVER_SCENARIOS.filter(startsWith('server-'))],
  ['scenario.group.session', SERVER_SCENARIOS.filter(startsWith('session-'))],
  ['scenario.group.sdk', SDK_SCENARIOS],
  ['scenario.group.cashier', CASHIER_SCENARIOS],
  ['scenario.group.page', PAGE_SCENARIOS],
];

export function ScenarioPicker({ scenario, busy, onScenario }: Props): VNode {
  const { t } = useI18n();
  const option = (value: Scenario): VNode => <option key={value} value={value} selected={value === scenario}>{t(`scenario.${value}`)}</option>;
  return (
    <section class="panel" aria-labelledby="scenario-title">
      <h3 id="scenario-title">{t('scenario.title')}</h3>
      <select
        aria-label={t('scenario.label')}
        data-testid="scenario"
        disabled={busy}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (isScenario(value)) onScenario(value);
        }}
      >
        {option('normal')}
        {GROUPS.map(([label, scenarios]) => <optgroup key={label} label={t(label)}>{scenarios.map(option)}</optgroup>)}
      </select>
    </section>
  );
}
