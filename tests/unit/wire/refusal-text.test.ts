import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as fc from 'fast-check';
import { refusalText } from '#dist/wire/refusal-text.js';

it('A refusal says what its JSON, its page or its plain text says', () => {
  const bodies: readonly (readonly [string, string | undefined])[] = [
    ['{"code":4,"message":"no session cookie"}', 'no session cookie'],
    ['{"code":0,"message":"Transport unknown"}', 'Transport unknown'],
    ['{"error":{"message":"bad token","status":401}}', 'bad token'],
    ['{"error":"full"}', 'full'],
    ['"too many"', 'too many'],
    ['{"code":7}', '{"code":7}'],
    ['Origin not allowed', 'Origin not allowed'],
    ['  two\r\n  lines ', 'two lines'],
    ['<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>…', '502 Bad Gateway'],
    ['<h1>Not here</h1>', undefined],
    ['<!DOCTYPE html><title>Error</title><body><pre>Cannot POST /login</pre></body>', 'Cannot POST /login'],
    ['<title>Error</title><h1>?</h1>', 'Error'],
    ['{"statusCode":401,"error":"Unauthorized","message":"Missing authentication"}', 'Missing authentication'],
    ['비밀번호가 틀렸습니다', '비밀번호가 틀렸습니다'],
    ['', undefined],
    ['{"message":""}', undefined],
    [`{"message":"${'x'.repeat(600)}"}`, `${'x'.repeat(500)}…`],
  ];
  for (const [body, text] of bodies) assert.equal(refusalText(body), text, body.slice(0, 60));
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => (refusalText(body)?.length ?? 0) <= 501));
});
