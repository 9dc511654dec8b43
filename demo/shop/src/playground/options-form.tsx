/**
 * Every option of the playground. While a payment is open they say what it was begun with, and wait.
 */
import type { VNode } from 'preact';
import { OUTCOMES } from '../../../shared/products.ts';
import type { Outcome } from '../../../shared/products.ts';
import { useI18n } from '../i18n.ts';
import { CHOICES, OFFERS } from '../products.ts';
import { INQUIRY_ANSWERS, LEAVES, LOCALES, PREPARES, SESSION_ANSWERS } from './settings.ts';
import type { PlaygroundSettings } from './settings.ts';
import type { Say } from './texts.ts';

interface Props {
  readonly say: Say;
  readonly settings: PlaygroundSettings;
  readonly change: (changed: Partial<PlaygroundSettings>) => void;
  readonly locked: boolean;
}

interface Choosing<T extends string> {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly values: readonly T[];
  readonly textOf?: (value: T) => string;
  readonly onValue: (value: T) => void;
}

function Choose<T extends string>({ label, name, value, values, textOf = (one) => one, onValue }: Choosing<T>): VNode {
  return (
    <label>
      {label}
      <select data-testid={name} value={value} onChange={(event) => onValue(event.currentTarget.value as T)}>
        {values.map((one) => (
          <option key={one} value={one} selected={one === value}>
            {textOf(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function OptionsForm({ say, settings, change, locked }: Props): VNode {
  const { t, scenario } = useI18n();
  const { product, order } = settings;
  const check = (name: 'inquiry' | 'stay'): VNode => (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        data-testid={name}
        checked={settings[name]}
        onChange={(event) => change({ [name]: event.currentTarget.checked })}
      />
      {say(name)}
    </label>
  );
  const ofServer = (value: (typeof SESSION_ANSWERS)[number] | (typeof INQUIRY_ANSWERS)[number]): string =>
    value === 'normal' ? say('normal') : scenario(value).name;
  /** Named as the library names them, whatever the language. */
  const choose = (name: 'locale' | 'leave' | 'prepare', values: readonly string[]): VNode => (
    <Choose label={say(name)} name={name} value={settings[name]} values={values} onValue={(value) => change({ [name]: value })} />
  );
  return (
    <form class="panel options" aria-labelledby="options-title" onSubmit={(event) => event.preventDefault()}>
      <h2 id="options-title">{say('options')}</h2>
      <fieldset disabled={locked}>
        <Choose
          label={say('product')}
          name="product"
          value={product}
          values={CHOICES}
          textOf={(choice) => `${choice} · ${OFFERS[choice].sdkClass}`}
          onValue={(choice) => change({ product: choice })}
        />
        <label>
          {say('order')}
          <input
            type="text"
            data-testid="order"
            aria-describedby="order-hint"
            maxLength={80}
            value={order}
            onInput={(event) => change({ order: event.currentTarget.value })}
          />
        </label>
        <p id="order-hint" class="soft scenario-hint">
          {say('order.hint')}
        </p>
        <button type="button" class="secondary" data-testid="new-order" onClick={() => change({ order: nextOrder(order) })}>
          {say('order.new')}
        </button>
        {choose('locale', LOCALES)}
        {choose('leave', LEAVES)}
        {choose('prepare', PREPARES)}
        {check('inquiry')}
        {check('stay')}
        <h3>{say('server')}</h3>
        <Choose
          label={say('session')}
          name="session"
          value={settings.session}
          values={SESSION_ANSWERS}
          textOf={ofServer}
          onValue={(session) => change({ session })}
        />
        <Choose
          label={say('answer')}
          name="answer"
          value={settings.answer}
          values={INQUIRY_ANSWERS}
          textOf={ofServer}
          onValue={(answer) => change({ answer })}
        />
        {product === 'cashier' ? (
          <p class="soft scenario-hint">{say('outcome.cashier')}</p>
        ) : (
          <Choose<Outcome>
            label={say('outcome')}
            name="outcome-wish"
            value={settings.outcome}
            values={OUTCOMES}
            textOf={(outcome) => t(`outcome-wish.${outcome}`)}
            onValue={(outcome) => change({ outcome })}
          />
        )}
      </fieldset>
    </form>
  );
}

/** `cart42:12800` is followed by `cart43:12800`. */
function nextOrder(order: string): string {
  const next = order.replace(/\d+/, (digits) => String(Number(digits) + 1));
  return next === order ? `${order}2` : next;
}
