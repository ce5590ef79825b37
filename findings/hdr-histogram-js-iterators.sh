#!/usr/bin/env bash
# hdr-histogram-js 3.0.1 makes the iterators of a histogram (recordedValuesIterator, percentileIterator) when the histogram is made, and they
# remember that it was empty: asked for the first value of a histogram that has any, decoded or recorded, they throw "Concurrent Modification
# Exception", although nothing is modified. What is thrown is a string and no Error. After reset() they work.
# Seen with Node 20.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hdr-histogram-js@3.0.1
cat >show.cjs <<'JS'
const assert = require('node:assert');
const { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } = require('hdr-histogram-js');

const recorded = build();
recorded.recordValueWithCount(100, 3);
const decoded = decodeFromCompressedBase64(encodeIntoCompressedBase64(recorded));
const rows = Object.entries({ recorded, decoded }).flatMap(([histogram, made]) =>
  ['recordedValuesIterator', 'percentileIterator'].map((iterator) => {
    let thrown;
    try {
      made[iterator].hasNext();
    } catch (error) {
      thrown = error;
    }
    made[iterator].reset();
    const value = made[iterator].next().valueIteratedTo;
    return { histogram, iterator, 'first asked': thrown, 'type of what is thrown': typeof thrown, 'after reset()': value };
  }),
);
console.table(rows);
for (const row of rows) {
  assert.equal(row['first asked'], 'Concurrent Modification Exception');
  assert.equal(row['type of what is thrown'], 'string');
  assert.equal(row['after reset()'], 100);
}
JS
node show.cjs
