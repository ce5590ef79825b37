import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fillJson, fillText } from '#dist/chat/template.js';

const scopes = {
  user: { name: 'ada', index: 3, 'first.name': 'never looked up', profile: { age: 36 } },
  room: { members: ['ada', 'bob'] },
  '': { items: [{ a: 1 }] },
};

describe('A text template', () => {
  it('takes values in place of its placeholders, with or without spaces in them', () => {
    assert.equal(fillText('/users/{{user.name}}/{{ user.index }}', scopes), '/users/ada/3');
  });

  it('writes what is no string as JSON', () => {
    assert.equal(fillText('{{room.members}} {{items}}', scopes), '["ada","bob"] [{"a":1}]');
  });

  it('leaves nothing where a placeholder is unknown', () => {
    assert.equal(fillText('[{{user.token}}{{nobody.name}}{{name}}]', scopes), '[]');
  });

  it('does not find what objects inherit', () => {
    assert.equal(fillText('[{{user.constructor}}{{user.toString}}{{constructor.name}}]', scopes), '[]');
  });

  it('takes values as they are: neither placeholders nor replacement patterns in them mean anything', () => {
    assert.equal(fillText('<{{user.name}}>', { user: { name: '{{user.index}} $& $1' } }), '<{{user.index}} $& $1>');
  });
});

describe('A JSON template', () => {
  it('takes the value itself where a string is nothing but one placeholder', () => {
    const template = { participants: '{{room.members}}', index: '{{ user.index }}', who: 'I am {{user.name}}' };
    assert.deepEqual(fillJson(template, scopes), { participants: ['ada', 'bob'], index: 3, who: 'I am ada' });
  });

  it('is filled at any depth, and its keys and other values stay', () => {
    const template = { '{{user.name}}': [1, null, true, [{ deep: '{{user.name}}' }]] };
    assert.deepEqual(fillJson(template, scopes), { '{{user.name}}': [1, null, true, [{ deep: 'ada' }]] });
  });

  it('has null where a whole value is unknown', () => {
    assert.deepEqual(fillJson(['{{user.token}}', 'Bearer {{user.token}}'], scopes), [null, 'Bearer ']);
  });

  it('is not changed by being filled', () => {
    const template = Object.freeze({ list: Object.freeze(['{{user.name}}']) });
    fillJson(template, scopes);
    assert.deepEqual(template, { list: ['{{user.name}}'] });
  });
});
