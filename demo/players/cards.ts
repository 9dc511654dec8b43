/**
 * A card as the buyer typed it: what is wrong with it, and what of it goes to the gateway. Pure.
 */
export interface Typed {
  readonly number: string;
  /** `MM/YY`, with or without spaces and the stroke. */
  readonly expiry: string;
  readonly cvc: string;
  readonly name: string;
}

export type CardField = keyof Typed;

/** As the gateway takes it. */
export interface Card {
  readonly number: string;
  readonly month: string;
  readonly year: string;
}

export type Checked = { readonly card: Card } | { readonly wrong: readonly CardField[] };

const digits = (text: string): string => text.replace(/\D/g, '');

export function check(typed: Typed, now: Date): Checked {
  const number = digits(typed.number);
  const expiry = digits(typed.expiry);
  const card = { number, month: expiry.slice(0, 2), year: expiry.slice(2) };
  const wrong: CardField[] = [];
  if (!/^[\d\s-]*$/.test(typed.number) || number.length < 12 || number.length > 19 || !isLuhn(number)) wrong.push('number');
  if (expiry.length !== 4 || !isMonth(card.month) || isPast(card, now)) wrong.push('expiry');
  if (!/^\d{3,4}$/.test(typed.cvc.trim())) wrong.push('cvc');
  if (typed.name.trim() === '') wrong.push('name');
  return wrong.length === 0 ? { card } : { wrong };
}

/** Groups of four, as on the card. */
export const showNumber = (text: string): string =>
  digits(text)
    .slice(0, 19)
    .replace(/(\d{4})(?=\d)/g, '$1 ');

function isLuhn(number: string): boolean {
  const sum = Array.from(number)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

const isMonth = (month: string): boolean => Number(month) >= 1 && Number(month) <= 12;

/** A card is good until the end of its month. */
const isPast = ({ month, year }: Card, now: Date): boolean => new Date(2000 + Number(year), Number(month), 1) <= now;
