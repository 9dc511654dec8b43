// @vitest-environment node
/** The entry on a server: importing it defines nothing and throws nothing. */
import { expect, it } from 'vitest';
import * as entry from '../../../src/custom-element';
import '../../../src/custom-element/script';

it('has the same names, and no registry', () => {
  expect(Object.keys(entry)).toEqual(['AntomCheckoutElement']);
  expect(entry.AntomCheckoutElement.observedAttributes).toContain('session-url');
  expect(typeof customElements).toBe('undefined');
});
