/**
 * Pictures, drawn here so that nothing has to be fetched. All of them are decoration.
 */
import type { VNode } from 'preact';
import type { Sku } from '../../../shared/catalogue.ts';

export function Lantern(): VNode {
  return (
    <svg class="lantern" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <rect width="40" height="40" rx="11" fill="var(--brand)" />
      <path d="M20 6v4M15.5 10h9M15 30h10M20 30v4" stroke="#ffd9a0" stroke-width="2" stroke-linecap="round" fill="none" />
      <ellipse cx="20" cy="20" rx="9.5" ry="9" fill="#ffd9a0" />
      <path d="M20 11c-3.4 2.6-3.4 15.4 0 18M20 11c3.4 2.6 3.4 15.4 0 18" stroke="var(--brand)" stroke-width="1.3" fill="none" />
    </svg>
  );
}

const PICTURES: Record<Sku, VNode> = {
  beans: (
    <>
      <path d="M20 18h24l4 6v26a4 4 0 0 1-4 4H20a4 4 0 0 1-4-4V24z" fill="var(--art-1)" />
      <path d="M20 18h24l4 6H16z" fill="var(--art-2)" />
      <rect x="22" y="30" width="20" height="15" rx="2.5" fill="var(--art-paper)" />
      <ellipse cx="32" cy="37.5" rx="4" ry="5.4" fill="var(--art-2)" transform="rotate(28 32 37.5)" />
      <path d="M29.4 42.2c2.2-2 .9-4.4 2.6-5.6s2.4-2 2.6-3.6" stroke="var(--art-paper)" stroke-width="1.2" fill="none" />
    </>
  ),
  kettle: (
    <>
      <path d="M22 27h22l3 22a4 4 0 0 1-4 4H23a4 4 0 0 1-4-4z" fill="var(--art-3)" />
      <path d="M20.5 40c-7-.5-6-15-12.5-17l-1.5 2.500c3.5 2.5 2.5 18.5 13.5 19z" fill="var(--art-3)" />
      <path d="M45 31c10 0 9 15 1.5 15" fill="none" stroke="var(--art-2)" stroke-width="3.5" stroke-linecap="round" />
      <rect x="24" y="22.5" width="18" height="5" rx="2.5" fill="var(--art-2)" />
      <circle cx="33" cy="20" r="2.6" fill="var(--art-2)" />
      <path d="M27 33l-1.5 14" stroke="var(--art-paper)" stroke-width="2" stroke-linecap="round" opacity=".6" />
    </>
  ),
  cup: (
    <>
      <path d="M17 28h27v13a11 11 0 0 1-11 11h-5a11 11 0 0 1-11-11z" fill="var(--art-1)" />
      <path d="M44 31c8-1 8 12-1.5 12" fill="none" stroke="var(--art-1)" stroke-width="3.5" />
      <path d="M17 28h27v5c-6 4-9-2-14 1s-9 1-13-1z" fill="var(--art-paper)" opacity=".85" />
      <path
        d="M25 23c-2.5-3 2.5-4.5 0-8M34 23c-2.5-3 2.5-4.5 0-8"
        stroke="var(--art-2)"
        stroke-width="2"
        stroke-linecap="round"
        fill="none"
        opacity=".55"
      />
    </>
  ),
};

export function Picture({ sku }: { readonly sku: Sku }): VNode {
  return (
    <svg class="picture" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      {PICTURES[sku]}
    </svg>
  );
}
