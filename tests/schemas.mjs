// Writes the JSON Schemas that are made of the declarations in src/, once these are built; with --check it says which are out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { capacityJsonSchema } from '#dist/capacity/report/capacity-schema.js';
import { reportJsonSchema } from '#dist/report/schema/json-schema.js';
import { namesOf } from '#dist/scenario/catalog.js';
import {
  dialectJsonSchema,
  profileJsonSchema,
  scenarioJsonSchema,
  themeJsonSchema,
} from '#dist/scenario/json-schema.js';

const SCHEMAS = {
  'docs/capacity.schema.json': capacityJsonSchema,
  'docs/report.schema.json': reportJsonSchema,
  'scenarios/dialect.schema.json': dialectJsonSchema,
  'scenarios/profile.schema.json': profileJsonSchema,
  'scenarios/scenario.schema.json': () => scenarioJsonSchema(namesOf),
  'scenarios/theme.schema.json': themeJsonSchema,
};

const isCheck = process.argv.includes('--check');
for (const [path, schemaOf] of Object.entries(SCHEMAS)) {
  const file = new URL(`../${path}`, import.meta.url);
  const text = `${JSON.stringify(await schemaOf(), null, 2)}\n`;
  if (!isCheck) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is out of date; write it again: npm run build && node tests/schemas.mjs`);
    process.exitCode = 1;
  }
}
