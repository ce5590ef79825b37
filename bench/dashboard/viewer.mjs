// Looks at a dashboard without a browser until it ends: node bench/dashboard/viewer.mjs <url>
import { get } from 'node:http';

get(`${process.argv[2]}events`, { agent: false }, (response) => response.resume()).on('error', () => undefined);
