// `npm run bench`: builds, then runs the benchmarks.
import { ensureInstalled } from './install.mjs';

ensureInstalled({ development: true });
const { build } = await import('../build.mjs');
await build();
await import('../dist/bench/main.js');
