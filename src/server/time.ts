/** Times as Antom writes them in its headers: milliseconds since the epoch, or ISO 8601 with a zone. */

export const DAY = 86_400_000;

/** ms since the epoch; null for what is no such time. */
export function readTime(text: string): number | null {
  if (/^\d{13}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/.test(text)) return null;
  // Every runtime reads a zone with a colon.
  const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? null : time;
}
