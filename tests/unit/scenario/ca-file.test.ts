import assert from 'node:assert/strict';
import test from 'node:test';
import { fileOf, problemsOf, resolve } from '../../helpers/run/scenario.js';
import { certificateFile, certificateOf } from '../../helpers/wire/secure-chat.js';

test('--ca takes every certificate of a PEM file, whatever stands between them', async (t) => {
  const bundle = `an authority\n${certificateOf('authority')}\nand another\r\n${certificateOf('localhost')}`;
  const { certificates, plan } = await resolve({ ca: await fileOf(t, bundle, 'bundle.pem') });
  assert.deepEqual(
    certificates.map((certificate) => certificate.trim()),
    [certificateOf('authority').trim(), certificateOf('localhost').trim()],
  );
  assert.equal(plan.insecure, false);
  assert.deepEqual((await resolve({})).certificates, []);
});

test('a file of --ca that cannot be used is a problem with its cause', async (t) => {
  const broken = certificateOf('authority').replace(/\n[A-Za-z0-9+/]{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
  const files: readonly (readonly [string, RegExp])[] = [
    ['/nowhere/ca.pem', /^--ca: ca\.pem: there is no such file$|^--ca: \/nowhere\/ca\.pem: there is no such file$/],
    [await fileOf(t, 'MIIB…', 'ca.der'), /^--ca: .*holds no certificate in PEM .*openssl x509 -inform der/],
    [await fileOf(t, `${certificateOf('localhost')}${broken}`, 'two.pem'), /certificate 2 of .* cannot be read$/],
    [certificateFile('authority').replace('authority-cert', 'localhost-key'), /holds no certificate in PEM/],
  ];
  for (const [path, words] of files) {
    const [problem = '', ...others] = await problemsOf({ ca: path });
    assert.match(problem.startsWith('--ca') ? problem : `--ca: ${problem}`, words);
    assert.deepEqual(others, []);
  }
});

test('--insecure is said by a flag alone, and loudly', async (t) => {
  const { plan, notices } = await resolve({ insecure: true });
  assert.equal(plan.insecure, true);
  assert.match(notices.join(), /^--insecure: no certificate of the target is checked/);
  const scenario = await fileOf(t, 'insecure: true\nca: x.pem\n');
  assert.deepEqual(
    (await problemsOf({ scenario })).map((problem) => /(insecure|ca): unknown|unknown.*"?(insecure|ca)/.test(problem)),
    [true, true],
  );
  const report = await fileOf(
    t,
    { schema: 'newyear-load/report@1', plan: { ...plan, rate: 10, roomSize: '3-8' } },
    'r.json',
  );
  assert.equal((await resolve({ scenario: report })).plan.insecure, false);
});
