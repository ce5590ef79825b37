#!/usr/bin/env node
import module from 'node:module';

// Node from 22.8 on keeps what it compiles, which makes the next start quicker.
module.enableCompileCache?.();
await import('../bundle/cli/main.js');
