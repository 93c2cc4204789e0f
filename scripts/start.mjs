// `npm start`: installs and builds what is missing, then runs the server with the sample and the playground.
import { ensureInstalled } from './install.mjs';

ensureInstalled({ development: false });
const { build } = await import('../build.mjs');
await build();
await import('../dist/server/playground.js');
