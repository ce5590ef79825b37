import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Dialect } from '#dist/chat/dialect.js';
import { MarkCodec } from '#dist/chat/mark.js';
import { type ChatRun, createRoom, createUser } from '#dist/chat/people.js';
import { StartError, UsageError } from '#dist/core/errors.js';
import type { RunPlan } from '#dist/core/plan.js';
import type { Random } from '#dist/core/random.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { checkAlert } from '#dist/judgement/alerts.js';
import { checkThreshold } from '#dist/judgement/thresholds.js';
import { estimateRun } from '#dist/load/estimate.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { planToJson } from '#dist/scenario/plan-json.js';
import { resolvePlan } from '#dist/scenario/resolve.js';
import type { FuzzTarget, OpenTarget, Verdict } from './fuzz.js';
import { aliasedYaml, mutatedBytes, mutatedText, mutatedValue } from './mutations.js';
import { jsonOf, pick } from './odd-values.js';

/** Pieces of YAML that mean something, those among them that can make a short text long or endless. */
const YAML_TOKENS = [
  '&a ',
  '*a',
  '&a [*a, *a]',
  '<<: *a',
  '- ',
  '? ',
  ': ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '"',
  "'",
  '|\n  ',
  '>-\n  ',
  '\n',
  '  ',
  '\t',
  '#',
  '---\n',
  '...\n',
  '%YAML 1.1\n---\n',
  '%TAG ! tag:x,2000:\n---\n',
  '!!binary ',
  '!!set {a, b}',
  '!!omap [a: 1]',
  '!x ',
  '~',
  '.inf',
  '.nan',
  '0o17',
  '1e999',
  '2026-12-31',
  '\u0000',
  '\ufeff',
  '\u2028',
  '{{',
  '{{year}}',
  '{{user.name}}',
  '__proto__: ',
  'users: ',
  'duration: 1s\n',
];

const INLINE = `users: 4
rooms: 1
roomSize: 2-4
duration: 2s
rate: 20
thresholds: [ 'p99(delivery)<250ms', lost==0 ]
limits: { httpConcurrency: 3, httpTimeout: 5s }
theme: &t { greetings: [ &g 'Happy {{year}}!', *g ], rooms: [ One ] }
dialect:
  http:
    login: { path: /api/login, body: { name: "{{user.name}}" }, capture: { token: results.0.token } }
  socket: { auth: { token: "{{user.token}}" } }
  events:
    join: { event: join, args: [ { room: "{{room.name}}" } ] }
    send: { event: x, args: { r: "{{room.id}}", t: "{{message.text}}" } }
`;

const SECRETS = createRunSecrets();

/** Scenarios of a user's own, dialect and theme in them. */
export const scenarioTarget: FuzzTarget = targetOf({
  name: 'scenarios',
  describe: 'YAML and JSON scenarios and plans: refused with line and column, or a plan that can be run, and run again',
  seeds: () => [INLINE, ...shipped('presets')],
  flagsOf: (scenario) => ({ scenario }),
});

/** Dialects in files of their own. */
export const dialectTarget: FuzzTarget = targetOf({
  name: 'dialects',
  describe: 'YAML dialects: the same, and packets and addresses can be made of them',
  seeds: () => shipped('dialects'),
  flagsOf: (dialect) => ({ dialect, users: '4', rooms: '1' }),
});

/** Themes in files of their own. */
export const themeTarget: FuzzTarget = targetOf({
  name: 'themes',
  describe: 'YAML themes: the same',
  seeds: () => shipped('themes'),
  flagsOf: (theme) => ({ theme, users: '4', rooms: '1' }),
});

interface ScenarioTarget {
  readonly name: string;
  readonly describe: string;
  readonly seeds: () => readonly string[];
  readonly flagsOf: (path: string) => FlagValues;
}

function targetOf({ name, describe, seeds, flagsOf }: ScenarioTarget): FuzzTarget {
  return {
    name,
    describe,
    open: (folder): Promise<OpenTarget> => {
      const texts = seeds();
      const values = texts.map((text): unknown => parse(text));
      const path = join(folder, 'my.yaml');
      const again = join(folder, 'again.json');
      const take = async (input: Uint8Array): Promise<Verdict> => {
        await writeFile(path, input);
        const { plan } = await planOf(flagsOf(path), path);
        if (plan === undefined) return 'refused';
        assertUsable(plan);
        await writeFile(again, JSON.stringify(planToJson(plan)));
        const { problems = [] } = await planOf({ scenario: again }, again);
        const unexpected = problems.filter((problem) => !problem.includes(NOT_TOLD));
        assert.deepEqual(unexpected, [], 'a plan that was accepted is refused');
        return 'accepted';
      };
      return Promise.resolve({ input: (random) => mutatedYaml(random, texts, values), take });
    },
  };
}

function mutatedYaml(random: Random, texts: readonly string[], values: readonly unknown[]): Uint8Array {
  switch (random.integer(6)) {
    case 0:
      return Buffer.from(aliasedYaml(random, pick(random, values)));
    case 1:
    case 2:
      return Buffer.from(jsonOf(mutatedValue(random, pick(random, values)), random.integer(3)));
    case 3:
      return mutatedBytes(random, Buffer.from(pick(random, texts)));
    default:
      return Buffer.from(mutatedText(random, pick(random, texts), YAML_TOKENS));
  }
}

/** What is said of a secret that a dialect had: a report does not tell it, so that its plan alone cannot be run again. */
const NOT_TOLD = ': a secret stood here, which reports do not tell';

/** A plan, or why there is none. */
interface Planned {
  readonly plan?: RunPlan;
  readonly problems?: readonly string[];
}

/** The plan; when it is refused, the problems, each of which has a place. */
async function planOf(flags: FlagValues, path: string): Promise<Planned> {
  try {
    const fixed = { kind: 'run', year: 2031, freshSeed: 77, runId: 'abc234', cpuCount: 4, environment: {} } as const;
    return { plan: (await resolvePlan({ ...fixed, flags, checkThreshold, checkAlert })).plan };
  } catch (thrown) {
    // A target on another machine may be named, and is refused without being asked for.
    if (thrown instanceof StartError) return {};
    if (!(thrown instanceof UsageError)) throw thrown;
    assert.ok(thrown.problems.length > 0);
    for (const { where, message } of thrown.problems) {
      assert.ok(where !== '' && message.length > 5, `"${where}: ${message}" says nothing`);
      assert.ok(!where.includes('NaN'), `"${where}" is no place in ${path}`);
    }
    return { problems: thrown.problems.map(({ message }) => message) };
  }
}

/** Everything that a run makes of a plan before it sends the first byte. */
function assertUsable(plan: RunPlan): void {
  estimateRun(plan);
  const run: ChatRun = { id: plan.runId, secrets: SECRETS };
  const dialect = new Dialect(plan.dialect, run);
  const user = createUser(run, 0);
  const room = createRoom(plan.runId, 0, plan.theme, [user]);
  assert.equal(new URL(dialect.socketUrl(plan.target, user)).host, new URL(plan.target).host);
  dialect.authPayload(user);
  dialect.joinPacket(user, room);
  dialect.messageTemplate(user, room, plan.theme.greetings[0] ?? '', new MarkCodec(plan.runId));
}

/** The texts of what comes with the package. */
function shipped(folder: 'presets' | 'themes' | 'dialects'): string[] {
  const path = new URL(`../../../scenarios/${folder}/`, import.meta.url);
  return readdirSync(path)
    .toSorted()
    .map((file) => readFileSync(new URL(file, path), 'utf8'));
}
