import type { FlagSpec } from '../../flags.js';

/** The flags of `serve`, by the name that commander gives their values. */
export const SERVE_FLAGS = {
  host: { flag: '--host', argument: '<address>', fallback: '127.0.0.1', help: 'Address to listen on' },
  port: {
    flag: '--port',
    argument: '<n>',
    fallback: '4000',
    environment: 'PORT',
    help: 'Port to listen on; 0 takes a free one',
  },
  hashCost: {
    flag: '--hash-cost',
    argument: '<n>',
    fallback: '16',
    help: 'What a password costs, a power of two; 16384 is as dear as the bcrypt of a real server',
  },
  fault: {
    flag: '--fault',
    argument: '<spec>',
    repeatable: true,
    help: 'Let something go wrong, exactly as often as said; see below',
  },
  recovery: {
    flag: '--recovery',
    help: "Take connections up again that were cut, and send them what they missed: Socket.IO's connection state recovery",
  },
  storage: {
    flag: '--storage',
    argument: '<kind>',
    fallback: 'memory',
    help: 'Where users, rooms and messages are kept: memory, files, postgres; wrong on purpose: files-racy, files-whole, files-poisoned, postgres-careless',
  },
  data: {
    flag: '--data',
    argument: '<folder>',
    help: 'Folder of a storage with files, which keeps them for the next start',
  },
  database: {
    flag: '--database',
    argument: '<url>',
    help: 'With the storage postgres: a server on this machine; without it PostgreSQL runs in this process',
  },
  pingInterval: {
    flag: '--ping-interval',
    argument: '<time>',
    fallback: '25s',
    help: 'Time between two heartbeats',
  },
  pingTimeout: {
    flag: '--ping-timeout',
    argument: '<time>',
    fallback: '60s',
    help: 'Time within which a heartbeat must be answered',
  },
} as const satisfies Readonly<Record<string, FlagSpec>>;
