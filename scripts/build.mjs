// `npm run build`: builds dist/ anew.
import { ensureInstalled } from './install.mjs';

ensureInstalled({ development: false });
const { build } = await import('../build.mjs');
await build({ force: true });
