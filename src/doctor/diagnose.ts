/**
 * diagnose(): gathers the facts, judges them, and says what is wrong, where first, and what to do.
 */
import { browserEnvironment, type Environment } from '../core/environment';
import { add, each, filter, first, glue, join, map, namesOf, some } from '../core/list';
import { readAnswer } from '../core/response';
import { builtInFacts } from './facts/built-ins';
import { cashierFacts } from './facts/cashier';
import { controllerFacts, readController } from './facts/controllers';
import { cspFacts } from './facts/csp';
import { known, UNKNOWN, type Facts } from './facts/facts';
import { lastFacts } from './facts/last';
import { pageFacts } from './facts/page';
import { probe, type Probed } from './facts/probe';
import { returnFacts } from './facts/return';
import { sdkFacts } from './facts/sdk';
import { regionOf, sessionFacts } from './facts/session';
import { FINDINGS } from './findings/index';
import type { Row } from './findings/row';
import { heard } from './journal';
import { seen } from './seen';
import type { Diagnosis, DiagnoseOptions, Finding, Level, Stage } from './types';

const STAGES: readonly Stage[] = ['page', 'sdk', 'session', 'cashier', 'server', 'return'];
const LEVELS: readonly Level[] = ['fatal', 'warning', 'info'];

/**
 * What is wrong with this integration, on this page and now. It changes nothing, prints nothing and, without `probe`, sends nothing. Never rejects:
 * what cannot be known is `null` in `facts`, and gives no finding.
 *
 * @example
 * console.log(String(await diagnose({ checkout, trigger: '#pay' })));
 */
export function diagnose(options?: DiagnoseOptions): Promise<Diagnosis>;
export function diagnose(options: DiagnoseOptions = {}, env: Environment | null = browserEnvironment()): Promise<Diagnosis> {
  return env ? examine(env, options) : Promise.resolve(judge({ ...UNKNOWN, browser: false }));
}

function examine(env: Environment, options: DiagnoseOptions): Promise<Diagnosis> {
  // A Response that cannot be read is looked at as what it is. Not by a catch(): a promise would ask what is given for its then() once more.
  return Promise.resolve(options.session)
    .then(readAnswer)
    .then(
      (session) => look(env, options, session),
      () => look(env, options, options.session),
    );
}

function look(env: Environment, options: DiagnoseOptions, given: unknown): Promise<Diagnosis> {
  const controller = readController(env, options.checkout);
  const back = returnFacts(env);
  const asked: Promise<Probed> =
    options.probe === true
      ? probe(env, {
          controller,
          session: given,
          order: options.order,
          region: known(() => regionOf(given)),
          paymentRequestId: back.paymentRequestId,
          signal: options.signal,
          refusals: seen.refusals,
        })
      : Promise.resolve({ facts: { probed: false }, headers: null, session: given });
  return asked.then((probed) => {
    const { session, headers } = probed;
    const sdk = sdkFacts(env, controller);
    const csp = cspFacts(env, {
      refusals: seen.refusals,
      headers,
      // The page's own tag, where no controller says where the SDK comes from.
      controller: controller.sdkUrl === null && controller.checkout === null ? { ...controller, sdkUrl: sdk.tagUrl } : controller,
      region: known(() => regionOf(session)),
      isHere: sdk.isHere,
    });
    return judge(
      merge([
        pageFacts(env),
        embedderFacts(env),
        builtInFacts(env),
        controllerFacts(env, controller),
        sdk.facts,
        csp,
        cashierFacts(env, options),
        back.facts,
        // A script that came late, or by another tag, is used all the same.
        lastFacts(
          controller.state,
          filter(heard(), ({ name }) => !(sdk.isHere && name === 'sdk.load-failed')),
          env.now(),
        ),
        probed.facts,
        sessionFacts(session, env.now()),
      ]),
    );
  });
}

/** Later ones count, but not where they do not know. */
function merge(all: readonly Partial<Facts>[]): Facts {
  const merged: Record<string, string | number | boolean | null> = { ...UNKNOWN };
  each(all, (facts) => {
    each(namesOf(facts), (name) => {
      const value = facts[name as keyof Facts];
      if (value !== null && value !== undefined) merged[name] = value;
    });
  });
  return merged as unknown as Facts;
}

/** A page that is isolated has such a policy; one that has only the policy is known by what it refused. */
function embedderFacts({ window }: Environment): Partial<Facts> {
  const refused = first(seen.refusals, ({ directive, blocked }) => directive === 'coep' && /^https?:/.test(blocked));
  if (known(() => window.crossOriginIsolated) === true) return { embedderPolicy: 'the page is cross-origin isolated' };
  return refused ? { embedderPolicy: `${refused.blocked} was refused` } : {};
}

interface Found {
  readonly row: Row;
  readonly evidence: string;
}

export function judge(facts: Facts): Diagnosis {
  const found: Found[] = [];
  each(FINDINGS, (row) => {
    const evidence = known(() => row.seen(facts));
    if (evidence !== null) add(found, { row, evidence });
  });
  let findings: Finding[] = [];
  each(LEVELS, (wanted) => {
    findings = join(
      findings,
      map(
        filter(found, ({ row }) => row.level === wanted),
        ({ row: { id, level, title, remedy }, evidence }) =>
          Object.freeze({ id, level, title, evidence, remedy, docs: `docs/troubleshooting.md#${id.toLowerCase()}` }),
      ),
    );
  });
  const stage = first(STAGES, (name) => some(found, ({ row }) => row.level === 'fatal' && row.stage === name)) ?? null;
  return { ok: stage === null, stage, findings, facts: { ...facts }, toString: () => textOf(stage, findings) };
}

function textOf(stage: Stage | null, findings: readonly Finding[]): string {
  const lines = [stage === null ? 'Nothing fatal was found.' : `A payment fails here, at the stage "${stage}".`];
  each(findings, ({ id, level, title, evidence, remedy, docs }) => {
    add(lines, '');
    add(lines, `${id} ${level}: ${title}`);
    add(lines, `  Seen: ${evidence}`);
    add(lines, `  To do: ${remedy}`);
    add(lines, `  See ${docs}`);
  });
  return glue(lines, '\n');
}
