// `npm run serve`: the server alone, for production, from settings.
import { ensureInstalled } from './install.mjs';

ensureInstalled({ development: false });
const { build } = await import('../build.mjs');
await build({ publicUrl: null });
await import('../dist/server/main.js');
