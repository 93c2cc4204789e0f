// A problem as a page, for somebody who opened an address in a browser.
import type { ProblemBody } from '../../../domain/problem.ts';
import { escapeHtml } from './html.ts';

/** A whole page without scripts. `path` is where the person wanted to go. */
export function problemPage(problem: ProblemBody, path: string): string {
  const requestId = problem.requestId === undefined ? '' : `Request ${problem.requestId}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(problem.title)} · Sheetfeed</title>
<style>
  :root { color-scheme: light dark; font: 14px/20px system-ui, sans-serif; }
  body { margin: 0; background: light-dark(#ffffff, #1b1c1e); color: light-dark(#202124, #e6e7e9); }
  header { padding: 12px 24px; border-bottom: 1px solid light-dark(#dfe1e5, #3a3d41); font-size: 16px; font-weight: 600; }
  main { max-width: 560px; margin: 12vh auto 0; padding: 0 24px; }
  h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; }
  p { margin: 0 0 12px; overflow-wrap: anywhere; }
  a { color: light-dark(#1967d2, #8ab4f8); }
  small { color: light-dark(#5b6066, #b0b5bb); overflow-wrap: anywhere; }
</style>
<header>Sheetfeed</header>
<main>
  <h1>${escapeHtml(problem.title)}</h1>
  <p>${escapeHtml(problem.detail)}</p>
  <p>${nextStep(problem, path)}</p>
  <small>${escapeHtml(requestId)}</small>
</main>
</html>
`;
}

function nextStep({ signIn }: ProblemBody, path: string): string {
  // Whoever has a share link may have nothing else here.
  if (path.startsWith('/s/')) return '';
  if (typeof signIn !== 'string') return '<a href="/">Open the catalog</a>';
  const to = path.startsWith(signIn) ? '/' : path;
  return `<a href="${escapeHtml(`${signIn}?to=${encodeURIComponent(to)}`)}">Sign in</a>`;
}
