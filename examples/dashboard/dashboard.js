// Draws the first text or date column of a share link's result against its first number, and keeps it fresh.

const everySeconds = 60;
const mostBars = 50;

const asked = new URLSearchParams(location.search);
const link = asked.get('link');
if (asked.has('title')) document.title = element('title').textContent = asked.get('title');

if (link === null) tell('Add ?link= and the JSON address of a share link to the address.', true);
else await keepFresh(link);

async function keepFresh(address) {
  for (;;) {
    await draw(address).catch(() => tell('The server does not answer. Trying again soon.', true));
    await new Promise((resolve) => setTimeout(resolve, everySeconds * 1000));
  }
}

// The browser keeps the answer with its ETag: where nothing changed, nothing is sent.
async function draw(address) {
  const response = await fetch(address, { referrerPolicy: 'no-referrer', cache: 'no-cache' });
  const answer = await response.json();
  if (!response.ok) {
    element('chart').replaceChildren();
    return tell(answer.detail ?? `The server answered with status ${response.status}.`, true);
  }
  showBars(answer.slice(0, mostBars));
  const ranAt = new Date(response.headers.get('Sheetfeed-Ran-At') ?? Date.now());
  const isStale = response.headers.has('Sheetfeed-Stale');
  const when = ranAt.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  tell(
    isStale ? `The data source does not answer. This is from ${when}.` : `As of ${when}`,
    isStale,
  );
}

function showBars(rows) {
  const [first = {}] = rows;
  const names = Object.keys(first);
  const value = names.find((name) => typeof first[name] === 'number');
  const label = names.find((name) => name !== value) ?? value;
  if (value === undefined) return tell('The result has no column of numbers.', true);
  const most = Math.max(...rows.map((row) => row[value] ?? 0), 1);
  element('chart').setAttribute('aria-label', `${value} by ${label}`);
  element('chart').replaceChildren(...rows.flatMap((row) => bar(row[label], row[value], most)));
}

function bar(label, value, most) {
  const name = document.createElement('span');
  name.textContent = String(label ?? '–');
  const length = document.createElement('progress');
  length.max = most;
  length.value = Math.max(0, value ?? 0);
  length.setAttribute('aria-label', name.textContent);
  const number = document.createElement('span');
  number.className = 'value';
  number.textContent = value === null ? '–' : value.toLocaleString();
  return [name, length, number];
}

function tell(sentence, isStale) {
  element('age').textContent = sentence;
  element('age').classList.toggle('stale', isStale);
}

function element(id) {
  return document.getElementById(id);
}
