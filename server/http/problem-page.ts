// A problem as a page, for somebody who opened an address in a browser.
import type { ProblemBody } from '../../domain/problem.ts';

/** A whole page without scripts. `path` is where the person wanted to go. */
export function problemPage(problem: ProblemBody, path: string): string {
  const requestId = problem.requestId === undefined ? '' : `Request ${problem.requestId}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(problem.title)} · Sheetfeed</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; }
  h1 { font-size: 1.4rem; margin: 0 0 0.5rem; }
  small { opacity: 0.65; }
</style>
<main>
  <h1>${escape(problem.title)}</h1>
  <p>${escape(problem.detail)}</p>
  <p>${nextStep(problem, path)}</p>
  <small>${escape(requestId)}</small>
</main>
</html>
`;
}

function nextStep({ signIn }: ProblemBody, path: string): string {
  if (typeof signIn !== 'string') return '<a href="/">Open the catalog</a>';
  const to = path.startsWith(signIn) ? '/' : path;
  return `<a href="${escape(`${signIn}?to=${encodeURIComponent(to)}`)}">Sign in</a>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
