import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test from 'node:test';
import { explainShortage } from '#dist/core/descriptors.js';
import { errorClassOf, errorInWords, errorKindOf, shortageOf } from '#dist/core/error-kinds.js';
import { AppError, InternalError, messageOf, StartError, systemCodeOf, UsageError } from '#dist/core/errors.js';
import { EXIT } from '#dist/core/exit-codes.js';
import { OperationError, toOperationError } from '#dist/core/operation-error.js';

function thrown(code: unknown, message = 'it broke'): Error {
  return Object.assign(new Error(message), { code });
}

function thrownBy(fault: () => unknown): unknown {
  try {
    fault();
  } catch (error) {
    return error;
  }
  return undefined;
}

test('what our own machine ran out of is the generator’s', () => {
  for (const code of ['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOMEM', 'ENOBUFS', 'ERR_WORKER_OUT_OF_MEMORY']) {
    assert.equal(errorKindOf(thrown(code)), `generator.${code}`);
  }
});

test('a thread that could not be started names what there was too little of in its text', () => {
  const initFailed = (message: string): Error => thrown('ERR_WORKER_INIT_FAILED', message);
  assert.equal(shortageOf(initFailed('Worker initialization failure: EMFILE')), 'generator.EMFILE');
  assert.equal(shortageOf(initFailed('Worker initialization failure: EINVAL')), 'generator.ERR_WORKER_INIT_FAILED');
  assert.equal(shortageOf(thrown('ECONNREFUSED')), undefined);
  assert.equal(shortageOf('text'), undefined);
});

test('whoever has no descriptor left hears what to do about it; other errors stay as they are', () => {
  const cause = thrown('EMFILE', 'EMFILE: too many open files, open');
  const explained = explainShortage(cause);
  assert.ok(explained instanceof StartError);
  assert.match(explained.message, /no file descriptor left .*EMFILE: too many open files, open/);
  assert.match(explained.hint ?? '', /ulimit -n/);
  assert.equal(explained.cause, cause);
  const others = [thrown('ENOENT'), new StartError('no'), 'text', undefined];
  for (const other of others) assert.equal(explainShortage(other), other);
});

test('a time that ran out has one name, whoever noticed', () => {
  for (const code of [
    'ETIMEDOUT',
    'TIMEOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
  ]) {
    assert.equal(errorKindOf(thrown(code)), 'network.timeout');
  }
});

test('an answer that is no HTTP is against the protocol', () => {
  for (const code of [
    'HPE_INVALID_CONSTANT',
    'UND_ERR_HTTP_PARSER',
    'UND_ERR_RESPONSE',
    'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  ]) {
    assert.equal(errorKindOf(thrown(code)), 'protocol.not-http');
  }
});

test('an answer beyond all bounds is against the protocol, whoever noticed', () => {
  for (const code of ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW']) {
    assert.equal(errorKindOf(thrown(code)), 'protocol.answer-too-big');
  }
});

test('what no socket said is not the network’s: a fault of ours, and a request that was never sent', () => {
  const faults = [
    () => decodeURIComponent('%'),
    () => new Date(Number.NaN).toISOString(),
    () => new Uint8Array(-1),
    () => Reflect.get(undefined as unknown as object, 'x') as unknown,
    () => JSON.parse('{') as unknown,
    () => connect(70_000),
  ];
  for (const fault of faults) {
    const error = thrownBy(fault);
    assert.equal(errorKindOf(error), 'generator.fault', String(error));
    assert.equal(toOperationError(error).kind, 'generator.fault');
    assert.equal(toOperationError(error).isHarmless, false);
  }
  for (const code of ['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']) {
    assert.equal(errorKindOf(thrown(code)), 'generator.fault');
  }
});

test('everything else that a socket says is the network’s', () => {
  assert.equal(errorKindOf(thrown('ECONNREFUSED')), 'network.ECONNREFUSED');
  assert.equal(errorKindOf(thrown('ECONNRESET')), 'network.ECONNRESET');
  assert.equal(errorKindOf(thrown('UND_ERR_SOCKET')), 'network.closed');
  for (const value of [thrown(undefined), thrown(7), 'text', null, undefined, {}]) {
    assert.equal(errorKindOf(value), 'network.unknown');
  }
});

test('the class of a kind is what stands before its first dot', () => {
  assert.equal(errorClassOf('server.http-500'), 'server');
  assert.equal(errorClassOf('protocol.a.b'), 'protocol');
});

test('an operation’s failure keeps its cause and is wrapped once', () => {
  const cause = thrown('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:4000');
  const error = toOperationError(cause);
  assert.equal(error.kind, 'network.ECONNREFUSED');
  assert.equal(error.message, cause.message);
  assert.equal(error.cause, cause);
  assert.equal(toOperationError(error), error);
  assert.equal(toOperationError(thrown('EPIPE', '')).message, 'network.EPIPE');
});

test('an operation’s failure quotes no more of a server than a sentence holds', () => {
  const { message } = new OperationError('server.connect-refused', 'x'.repeat(2 ** 24));
  assert.equal(message, `${'x'.repeat(500)}…`);
  assert.equal(new OperationError('server.connect-refused', 'x'.repeat(500)).message.length, 500);
});

test('only what failed before the request left is harmless to try again', () => {
  for (const code of ['ECONNREFUSED', 'EHOSTUNREACH', 'ENOTFOUND', 'EMFILE']) {
    assert.equal(toOperationError(thrown(code)).isHarmless, true);
  }
  for (const code of ['ECONNRESET', 'ETIMEDOUT', 'UND_ERR_SOCKET', 'EPIPE', undefined]) {
    assert.equal(toOperationError(thrown(code)).isHarmless, false);
  }
  assert.equal(new OperationError('server.http-500', 'no').isHarmless, false);
});

test('a usage error names every problem with its place', () => {
  const problems = [
    { where: '--users', message: 'must be at least 1' },
    { where: 'my.yaml:3:9', message: 'is no number' },
  ];
  const error = new UsageError(problems, { hint: 'see --help' });
  assert.equal(error.message, '--users: must be at least 1\nmy.yaml:3:9: is no number');
  assert.deepEqual(error.problems, problems);
  assert.equal(error.hint, 'see --help');
  assert.equal(error.name, 'UsageError');
});

test('every error that is shown has a code and the exit code that it ends with', () => {
  const cause = new Error('deep');
  const errors = [new UsageError([]), new StartError('nobody answers', { cause }), new InternalError('a worker died')];
  assert.deepEqual(
    errors.map(({ code, exitCode }) => [code, exitCode]),
    [
      ['USAGE', 2],
      ['COULD_NOT_START', 3],
      ['INTERNAL', 1],
    ],
  );
  assert.ok(errors.every((error) => error instanceof AppError && error instanceof Error));
  assert.equal(errors[1]?.cause, cause);
  assert.equal(errors[1]?.hint, undefined);
});

test('exit codes are those that scripts rely on, the gravest first', () => {
  assert.deepEqual(
    { ...EXIT },
    { ok: 0, fault: 1, usage: 2, couldNotStart: 3, sigint: 130, sigterm: 143, invalid: 4, thresholdFailed: 99 },
  );
  assert.deepEqual(Object.values(EXIT), [0, 1, 2, 3, 130, 143, 4, 99]);
});

test('anything that was thrown has a message, and system errors a code', () => {
  assert.equal(messageOf(new Error('broken')), 'broken');
  assert.equal(messageOf('text'), 'text');
  assert.equal(messageOf(undefined), 'undefined');
  assert.equal(systemCodeOf(thrown('EPIPE')), 'EPIPE');
  for (const value of [thrown(5), null, 'EPIPE', { notCode: 'x' }]) assert.equal(systemCodeOf(value), undefined);
});

test('kinds of errors are told in plain words, unknown ones by their class', () => {
  assert.equal(errorInWords('network.ECONNREFUSED'), 'nobody listened at the target');
  assert.equal(errorInWords('server.http-503'), 'the server answered with HTTP 503');
  assert.equal(errorInWords('network.EWHATEVER'), 'something on the way failed');
  assert.equal(errorInWords('server.\u001b[31m'), 'the server did not do what was asked');
  for (const strange of ['__proto__', '<img src=x>', 'constructor.name', '']) {
    assert.equal(errorInWords(strange), 'an operation failed');
  }
});
