/**
 * What `--keys` prints: lines for the `.env` of another merchant's server, as .env.example describes them, and what its page needs.
 */
export function keysText(environment: Readonly<Record<string, string>>, cashierOrigin: string): string {
  return [
    '',
    '# For your own server. The keys are new at every start of the demo.',
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    '# For your page: componentParams.elementProps.elementLink, and LOCAL_MOCK=1 in the query of its address.',
    `# ${cashierOrigin}/cashier/?retention=0`,
  ].join('\n');
}
