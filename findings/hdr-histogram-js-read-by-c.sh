#!/usr/bin/env bash
# hdr-histogram-js 3.0.1 writes histograms (V2, compressed, base64) whose header states a normalizing index offset of 1 and, as the double
# that converts values, the bits of the integer 1 (5e-324); the C library (in native-hdr-histogram 1.0.0) writes 0 and 1. The C library takes
# the offset seriously: it reads 1,000 samples of 100 as 101, and 1,000 samples of 2,047 or more as 0, without an error.
# Seen with Node 20.20 on Linux x64. Fails when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund hdr-histogram-js@3.0.1 native-hdr-histogram@1.0.0
cat >show.cjs <<'JS'
const assert = require('node:assert');
const { inflateSync } = require('node:zlib');
const js = require('hdr-histogram-js');
const C = require('native-hdr-histogram');

const headerOf = (base64) => {
  const plain = inflateSync(Buffer.from(base64, 'base64').subarray(8));
  return { indexOffset: plain.readInt32BE(8), conversionRatio: plain.readDoubleBE(32) };
};
const rows = [100, 2047, 100_000].map((value) => {
  const histogram = js.build({ lowestDiscernibleValue: 1, highestTrackableValue: 3.6e9, numberOfSignificantValueDigits: 3 });
  const native = new C(1, 3.6e9, 3);
  for (let sample = 0; sample < 1000; sample++) {
    histogram.recordValue(value);
    native.record(value);
  }
  const written = js.encodeIntoCompressedBase64(histogram);
  return {
    recorded: value,
    'read back by itself': js.decodeFromCompressedBase64(written).getValueAtPercentile(50),
    'read by C': C.decode(Buffer.from(written)).percentile(50),
    header: JSON.stringify(headerOf(written)),
    'header written by C': JSON.stringify(headerOf(native.encode().toString())),
  };
});
console.table(rows);
assert.deepEqual(rows.map((row) => row['read by C']), [101, 0, 0]);
assert.deepEqual(new Set(rows.map(({ header }) => header)), new Set(['{"indexOffset":1,"conversionRatio":5e-324}']));
assert.deepEqual(new Set(rows.map((row) => row['header written by C'])), new Set(['{"indexOffset":0,"conversionRatio":1}']));
JS
node show.cjs
