import { parentPort } from 'node:worker_threads';
import { nowUs } from '#dist/core/clock.js';

// Answers every question with this thread's time.
parentPort?.on('message', () => parentPort?.postMessage(nowUs()));
