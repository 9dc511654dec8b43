/**
 * `appearance` of the Payment Element: Antom's themes by name, and its variables, as far as this page has something to colour with them.
 */
import { isRecord } from '../cashier/protocol.ts';

/** Antom's name of a variable (1.47.2 core/component/element/type.d.ts), and this page's. */
const VARIABLES: Readonly<Record<string, string>> = {
  'content-primary': '--ink',
  'content-secondary': '--soft',
  'background-primary': '--paper',
  'background-secondary': '--ground',
  'border-primary': '--line',
  'action-normal': '--accent',
  'state-failure': '--bad',
  'radius-module': '--module-radius',
  'radius-component': '--field-radius',
};

export function applyTheme(root: HTMLElement, appearance: unknown): void {
  const { theme, variables } = isRecord(appearance) ? appearance : {};
  if (typeof theme === 'string' && /^[a-z]+$/i.test(theme)) root.dataset['theme'] = theme;
  const given = isRecord(variables) ? variables : {};
  for (const [name, property] of Object.entries(VARIABLES)) {
    // The SDK's type has both spellings.
    const value = given[name] ?? given[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
    if (typeof value === 'string' && /^[#\w.,()% -]+$/.test(value)) root.style.setProperty(property, value);
  }
}
