import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createUser } from '#dist/chat/people.js';
import { createRunSecrets } from '#dist/core/run-secrets.js';
import { maskOf } from '#dist/core/secret-mask.js';
import type { FlagValues } from '#dist/scenario/options.js';
import { planToJson } from '#dist/scenario/plan-json.js';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';

const DIALECT = `
accounts: users.csv
http:
  register: { path: /signup, body: { name: "{{user.name}}", mail: "{{user.mail}}" }, capture: { id: id } }
  login: { path: /login, body: { name: "{{user.name}}", password: "{{user.password}}", team: "{{user.team}}" } }
events: { send: say, receive: said }
`;
const HEAD = 'name,password,team';
const FEW: FlagValues = { users: '2', rooms: undefined, roomSize: undefined, canary: false };

/** A dialect, and the accounts beside it. */
async function files(test: TestContext, csv: string | Uint8Array, dialect = DIALECT): Promise<FlagValues> {
  const path = await fileOf(test, dialect, 'chat.yaml');
  await writeFile(join(dirname(path), 'users.csv'), csv);
  return { ...FEW, dialect: path };
}

async function csvProblems(test: TestContext, csv: string, flags: FlagValues = {}): Promise<string[]> {
  return await problemsOf({ ...(await files(test, csv)), ...flags });
}

describe('Existing accounts', () => {
  it('are those of the file that the dialect names, seen from its folder: nobody registers', async (test) => {
    const { plan, accounts } = await resolve(
      await files(test, `\ufeff${HEAD}\r\nanna,"pa,ss",red\r\n\r\nben,x,blue\r\nzoe,y,red\r\n`),
    );
    assert.match(plan.accounts ?? '', /users\.csv$/);
    assert.deepEqual(accounts, {
      columns: ['name', 'password', 'team'],
      rows: [
        ['anna', 'pa,ss', 'red'],
        ['ben', 'x', 'blue'],
      ],
    });
    const run = { id: 'abc234', secrets: createRunSecrets({}, accounts) };
    const { cookies: _, ...ben } = createUser(run, 1);
    assert.deepEqual(ben, { index: 1, name: 'ben', password: 'x', captures: { team: 'blue' } });
  });

  it('may be of another encoding', async (test) => {
    const utf16 = Buffer.from(`\ufeff${HEAD}\nanna,p,rød\nben,x,blue\n`, 'utf16le');
    assert.equal((await resolve(await files(test, utf16))).accounts?.rows[0]?.[2], 'rød');
  });

  it('are those of the flag, or of the scenario, before those of the dialect', async (test) => {
    const flags = await files(test, `${HEAD}\na,b,c\n`);
    const other = await fileOf(test, `${HEAD}\nanna,p,x\nben,q,y\n`, 'others.csv');
    assert.equal((await resolve({ ...flags, accounts: other })).accounts?.rows[1]?.[0], 'ben');
    const scenario = await fileOf(test, 'accounts: own.csv\n');
    await writeFile(join(dirname(scenario), 'own.csv'), `${HEAD}\ncara,p,x\ndan,q,y\n`);
    assert.equal((await resolve({ ...flags, scenario })).accounts?.rows[1]?.[0], 'dan');
  });

  it('that are too few are counted, observers included', async (test) => {
    const csv = `${HEAD}\nanna,p,x\nben,q,y\ncara,r,z\n`;
    assert.deepEqual(await csvProblems(test, csv, { users: '3', canary: undefined }), [
      'users.csv: has 3 accounts, and the run takes 5: 3 users and 2 observers; add 2, take fewer users, or leave the observers out with --no-canary',
    ]);
    assert.deepEqual(await csvProblems(test, csv, { users: '5' }), [
      'users.csv: has 3 accounts, and the run takes 5; add 2, take fewer users',
    ]);
    assert.deepEqual(await csvProblems(test, HEAD, { users: '2' }), [
      'users.csv: has 0 accounts, and the run takes 2; add 2, take fewer users',
    ]);
  });

  it('with faults are told line by line, all at once', async (test) => {
    const csv = `${HEAD}\nanna,p,x\nben,q\n"cara"s,r,z\nanna,s,y\n,t,z\ndan,,\n`;
    assert.deepEqual(await csvProblems(test, csv), [
      'users.csv:3:1: has 2 fields, and there are 3 columns',
      'users.csv:4:1: has something behind a closing quote; only a comma or the end of the line may follow',
      'users.csv:5:1: has the name of line 2',
      'users.csv:6:1: has no "name"',
    ]);
    assert.deepEqual(await csvProblems(test, `${HEAD}\nanna,p,x\nben,,\n`), [
      'users.csv:3:1: has no "password", which the dialect sends',
      'users.csv:3:1: has no "team", which the dialect sends',
    ]);
    const many = await csvProblems(test, [HEAD, ...Array.from({ length: 70 }, () => 'x')].join('\n'));
    assert.equal(many.length, 52);
    assert.equal(many.at(-1), 'users.csv:51:1: and 20 more lines like these');
  });

  it('whose head is none are told so, without a word of what stands there', async (test) => {
    assert.deepEqual(await csvProblems(test, ''), [
      'users.csv:1:1: has no first line with the names of the columns, as in name,password',
    ]);
    const separated = await csvProblems(test, 'name;password;team\nanna;p;x\nben;q;y\n');
    assert.deepEqual(
      separated[0],
      'users.csv:1:1: "name;password;team" is no name of a column, which may have letters, digits and _ only; columns are separated by commas',
    );
    assert.deepEqual(await csvProblems(test, 'anna,secret1,red\nben,secret2,blue\ncara,x,y\n'), [
      'users.csv:1:1: has no column "name", which the dialect sends; the first line has the columns’ names',
      'users.csv:1:1: has no column "password", which the dialect sends; the first line has the columns’ names',
      'users.csv:1:1: has no column "team", which the dialect sends; the first line has the columns’ names',
    ]);
    assert.deepEqual((await csvProblems(test, 'name,,index,name,a b,password,team\n')).slice(1), [
      'users.csv:1:1: has no name for column 2',
      'users.csv:1:1: "index" would hide our own {{user.index}}; choose another name',
      'users.csv:1:1: has the column "name" twice',
      'users.csv:1:1: "a b" is no name of a column, which may have letters, digits and _ only',
    ]);
  });

  it('that cannot be read are a problem of who names them', async (test) => {
    const flags = await files(test, `${HEAD}\n`);
    assert.deepEqual(await problemsOf({ ...flags, accounts: '/nowhere/users.csv' }), [
      '--accounts: /nowhere/users.csv: there is no such file',
    ]);
    const missing = await problemsOf({ ...FEW, dialect: await fileOf(test, DIALECT.replace('users.csv', 'none.csv')) });
    assert.match(missing.join(), /^my\.yaml:2:11: .*none\.csv: there is no such file$/);
  });

  it('have no column that a login captures, too, and leave register’s captures unknown', async (test) => {
    const dialect = DIALECT.replace('"{{user.team}}" }', '"{{user.team}}", id: "{{user.id}}" }, capture: { team: t }');
    const flags = await files(test, `${HEAD}\nanna,p,x\nben,q,y\n`, dialect);
    assert.deepEqual(await problemsOf(flags), [
      'chat.yaml:5:115: http.login.body.id: {{user.id}} is no column of the accounts, which have name, password, team, and nothing captures it',
      'chat.yaml:5:149: http.login.capture.team: would hide the accounts’ own column {{user.team}}; choose another name',
    ]);
  });

  it('are secrets where their columns are: no plan has them, and they are masked', async (test) => {
    const scenario = await resolve(await files(test, `${HEAD}\nanna,pass-one,red-team\nben,"pa""ss,two",blue\n`));
    assert.doesNotMatch(JSON.stringify(planToJson(scenario.plan)), /pass-one|red-team/);
    const mask = maskOf(scenario.plan, createRunSecrets({}, scenario.accounts));
    assert.equal(
      mask('wrong: pass-one {"p":"pa\\"ss,two"} p=pa%22ss%2Ctwo of red-team, pass-…'),
      'wrong: *** {"p":"***"} p=*** of red-team, ***…',
    );
  });
});

describe('The other member of a pair', () => {
  const PRIVATE = `
http: { login: { path: /login, body: { name: "{{user.name}}" }, capture: { id: id } } }
events:
  send: { event: private, args: ["{{room.other.id}}", "{{room.other}}", "{{message.text}}"] }
`;

  it('takes rooms of two, which are made so where nobody asked for others', async (test) => {
    const dialect = await fileOf(test, PRIVATE);
    const { plan, notices } = await resolve({ dialect, rooms: '5', users: '10' });
    assert.deepEqual(plan.roomSize, { min: 2, max: 2 });
    assert.ok(notices.some((notice) => notice.startsWith('rooms of 2 members: the dialect "my" sends {{room.other}}')));
    await resolve({ dialect, rooms: '5', users: '10', roomSize: '2' });
    await resolve({ dialect, rooms: '5', users: '10', roomSize: 'all' });
    for (const roomSize of ['3', '2-3']) {
      assert.deepEqual(await problemsOf({ dialect, rooms: '5', users: '10', roomSize }), [
        '--room-size: the dialect "my" sends {{room.other}}, for which rooms have 2 members; leave it out, or say 2',
      ]);
    }
    assert.equal((await problemsOf({ dialect, rooms: '4', users: '10', roomSize: 'all' })).length, 1);
  });

  it('is known where rooms are, with what is known of users', async (test) => {
    const dialect = await fileOf(test, PRIVATE.replace('{{room.other.id}}', '{{room.other.token}}'));
    assert.match((await problemsOf({ dialect }))[0] ?? '', /unknown placeholder "\{\{room\.other\.token\}\}"/);
    const early = await fileOf(test, PRIVATE.replace('"{{user.name}}"', '"{{room.other}}"'));
    assert.match((await problemsOf({ dialect: early }))[0] ?? '', /\{\{room\.other\}\} is not known at this step/);
  });
});
