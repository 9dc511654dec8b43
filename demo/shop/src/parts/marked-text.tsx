/**
 * A sentence of the documentation: `code`, **strong**, and links to other pages of docs/, which the demo's server has as they are.
 */
import type { VNode } from 'preact';

const MARKS = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/;
const LINK = /^\[([^\]]+)\]\(([^)]+)\)$/;

interface Props {
  readonly text: string;
  /** Where links open: `_blank` beside a payment, which a navigation would end. */
  readonly target?: '_blank';
}

export function MarkedText({ text, target }: Props): VNode {
  return (
    <>
      {text.split(MARKS).map((part) => {
        const [, label, page] = LINK.exec(part) ?? [];
        if (page !== undefined)
          return (
            <a href={`/docs/${page}`} target={target}>
              {label}
            </a>
          );
        if (part.startsWith('`')) return <code>{part.slice(1, -1)}</code>;
        return part.startsWith('**') ? <strong>{part.slice(2, -2)}</strong> : part;
      })}
    </>
  );
}
