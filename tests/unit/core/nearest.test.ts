import assert from 'node:assert/strict';
import test from 'node:test';
import { nearest, unknownName } from '#dist/core/nearest.js';

const FORMATS = ['json', 'html', 'markdown', 'junit'];

test('a slip of the finger finds what was meant', () => {
  assert.equal(nearest('jsn', FORMATS), 'json');
  assert.equal(nearest('markdwon', FORMATS), 'markdown');
  assert.equal(nearest('JSON', FORMATS), 'json');
});

test('case, hyphens, underscores and spaces do not count', () => {
  assert.equal(nearest('Room_Size', ['rooms', 'room-size']), 'room-size');
  assert.equal(nearest('room size', ['rooms', 'roomSize']), 'roomSize');
});

test('a name that resembles nothing finds nothing', () => {
  assert.equal(nearest('xyz', FORMATS), undefined);
  assert.equal(nearest('', FORMATS), undefined);
  assert.equal(nearest('json', []), undefined);
});

test('an unknown name is told with what was probably meant, or with all that there is', () => {
  assert.equal(unknownName('format', 'jsn', FORMATS), 'unknown format "jsn"; did you mean "json"?');
  assert.equal(unknownName('format', 'xyz', FORMATS), 'unknown format "xyz"; there is json, html, markdown, junit');
  assert.equal(unknownName('format', 'xyz', []), 'unknown format "xyz"; there is none');
});

test('an unknown name cannot write to the terminal as it likes', () => {
  assert.equal(unknownName('key', '\u001b[2Jx', []), 'unknown key "\\x1b[2Jx"; there is none');
  assert.ok(unknownName('key', 'k'.repeat(1000), []).length < 100);
});
