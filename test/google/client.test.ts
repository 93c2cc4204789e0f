// The client of Google's APIs: turns within the quotas, other tries, silence, and refusals in plain words.
import { beforeAll, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { Google, type GoogleCall } from '../../server/google/google.ts';
import { Spreadsheet } from '../../server/google/spreadsheet.ts';
import { serviceAccount } from '../../server/settings/service-account.ts';
import { googleLimits, Quotas } from '../../playground/simulator/api/quotas.ts';
import { ada, fetchOf, oneSpreadsheet } from '../support/google-api.ts';

let privateKey = '';
beforeAll(() => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
});

const keyFile = () =>
  serviceAccount(
    JSON.stringify({
      ...{ type: 'service_account', client_email: 'sheetfeed@acme.iam.example', client_id: '1' },
      ...{ private_key_id: 'k1', private_key: privateKey },
      token_uri: 'https://oauth2.example/token',
    }),
  );

type Send = (url: string, init: RequestInit) => Response | Promise<Response>;

/** A client at a Google that answers so; its time stands still but for what it waits. */
function clientOf(send: Send, { account = false, limits = googleLimits } = {}) {
  let time = 1_000_000;
  const waits: number[] = [];
  const sent: { url: string; token: string | null; at: number }[] = [];
  const google = new Google(
    { googleApiUrl: 'https://google.test', googleServiceAccount: account ? keyFile() : null },
    {
      fetch: async (input, init = {}) => {
        const url = String(input);
        const token = new Headers(init.headers).get('authorization');
        sent.push({ url, token, at: time });
        return send(url, init);
      },
      now: () => time,
      wait: async (ms) => {
        waits.push(ms);
        time += ms;
      },
      random: () => 0.5,
      limits: { grant: limits.person, project: limits.project },
    },
  );
  const grant = google.own;
  if (grant === null) throw new Error('no grant');
  const spreadsheet = (id = 's1') => new Spreadsheet(google, grant, id);
  const later = (ms: number) => void (time += ms);
  return { google, grant, spreadsheet, waits, sent, later };
}

const answers = (...all: (() => Response)[]): Send => {
  const left = [...all];
  return () => (left.length > 1 ? left.shift() : left[0])?.() ?? Response.json({});
};
const refused = (status: number, message: string, headers: Record<string, string> = {}) =>
  Response.json({ error: { code: status, message } }, { status, headers });
const broken = (): Response => {
  throw new TypeError('fetch failed');
};

test('of the sixty-first read in a minute, Google hears when the minute is over', async () => {
  const { spreadsheet, sent } = clientOf(answers(() => Response.json({})));

  for (let count = 0; count < 61; count += 1) await spreadsheet().about();

  expect(sent[59]?.at).toBe(sent[0]?.at);
  expect(sent[60]?.at).toBe((sent[0]?.at ?? 0) + 60_000);
});

test('five persons together stay within what the project may ask in a minute', async () => {
  const limits = { person: 60, project: 100 };
  const { google, sent } = clientOf(
    answers(() => Response.json({})),
    { limits },
  );
  const asked = Array.from({ length: 110 }, (_, index): GoogleCall => {
    const email = `p${index % 5}@example.com`;
    const grant = { key: email, email, token: async () => 't', forget: () => undefined };
    const spreadsheet = `s${index % 7}`;
    return { grant, spreadsheet, kind: 'write', method: 'POST', api: 'sheets', path: '/v4/x' };
  });

  await Promise.all(asked.map((call) => google.call(call)));

  const first = sent[0]?.at ?? 0;
  const inFirstMinute = sent.filter(({ at }) => at < first + 60_000).length;
  expect(sent).toHaveLength(110);
  expect(inFirstMinute).toBeLessThanOrEqual(100);
});

test('a real Google within its quotas never answers 429 to a client that asks all at once', async () => {
  const { spreadsheet: _none, ...made } = clientOf(answers(broken));
  const clock = { now: 0 };
  const { api, workbook } = oneSpreadsheet({
    now: () => clock.now,
    quotas: new Quotas(() => clock.now),
  });
  const statuses: number[] = [];
  const google = new Google(
    { googleApiUrl: 'https://google.test', googleServiceAccount: null },
    {
      fetch: async (...given) => {
        const answer = await fetchOf(api)(...given);
        statuses.push(answer.status);
        return answer;
      },
      now: () => clock.now,
      wait: async (ms) => void (clock.now += ms),
    },
  );
  const spreadsheet = new Spreadsheet(google, made.grant, workbook.id);

  // Each alone, for what several ask alike goes as one.
  await Promise.all(Array.from({ length: 150 }, () => spreadsheet.values(['A1'])));

  expect(new Set(statuses)).toEqual(new Set([200]));
});

test('a 429 is waited out as long as Google asks, a write too, and else longer each time', async () => {
  const asked = clientOf(
    answers(
      () => refused(429, 'Quota exceeded', { 'retry-after': '7' }),
      () => refused(429, 'Quota exceeded'),
      () => Response.json({ replies: [{}] }),
    ),
  );

  await expect(asked.spreadsheet().write([{}])).resolves.toEqual([{}]);

  expect(asked.waits).toEqual([7_000, 2_000]);
});

test('a write whose answer is lost is not sent again, and is told from one that was refused', async () => {
  for (const silence of [broken, () => refused(503, 'The service is currently unavailable.')]) {
    const { spreadsheet, sent } = clientOf(answers(silence));
    await expect(spreadsheet().write([{}])).rejects.toMatchObject({ name: 'Unheard' });
    expect(sent).toHaveLength(1);
  }
  const { spreadsheet } = clientOf(answers(() => refused(400, 'Invalid requests[0]: no')));
  await expect(spreadsheet().write([{}])).rejects.toMatchObject({
    name: 'GoogleRefusal',
    message: 'Invalid requests[0]: no',
  });
});

test('a read is tried again when the connection breaks, and in the end Google did not answer', async () => {
  const passing = clientOf(
    answers(
      broken,
      () => refused(502, ''),
      () => Response.json({}),
    ),
  );
  await expect(passing.spreadsheet().about()).resolves.toMatchObject({ tabs: [] });

  const dead = clientOf(answers(broken));
  await expect(dead.spreadsheet().about()).rejects.toMatchObject({ code: 'google_unavailable' });
  expect(dead.sent).toHaveLength(5);
});

test('calls about one spreadsheet go one after the other, and of another one they do not wait', async () => {
  const open: (() => void)[] = [];
  const { spreadsheet, sent } = clientOf(
    () => new Promise((resolve) => open.push(() => resolve(Response.json({})))),
  );
  const ask = (id: string) => spreadsheet(id).values(['A1']);
  const all = [ask('a'), ask('a'), ask('b')];
  const until = async (count: number) => {
    while (open.length < count) await new Promise((resolve) => setImmediate(resolve));
  };

  await until(2);
  expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
    '/v4/spreadsheets/a/values:batchGet',
    '/v4/spreadsheets/b/values:batchGet',
  ]);
  open.splice(0).forEach((answer) => answer());
  await until(1);
  open.splice(0).forEach((answer) => answer());
  await Promise.all(all);
});

test('whom to share the spreadsheet with is said in the refusal', async () => {
  const { google } = clientOf(answers(broken));
  const { api, workbook } = oneSpreadsheet();
  const stranger = new Google(
    { googleApiUrl: 'https://google.test', googleServiceAccount: null },
    { fetch: fetchOf(api, 'sheetfeed@example.com') },
  );
  const grant = google.own;
  if (grant === null) throw new Error('no grant');
  const spreadsheet = new Spreadsheet(stranger, grant, workbook.id);

  await expect(spreadsheet.write([])).rejects.toMatchObject({
    code: 'spreadsheet_not_shared',
    message:
      'Sheetfeed may not write to this spreadsheet. Share it with sheetfeed@example.com as an editor, and try again.',
  });
  const gone = new Spreadsheet(stranger, grant, 'nowhere');
  await expect(gone.about()).rejects.toMatchObject({ code: 'spreadsheet_not_shared' });
});

test('an answer of more than was allowed is given up, not held', async () => {
  const { google, grant } = clientOf(() => new Response('x'.repeat(2_000_000)));
  const call = { grant, spreadsheet: 's', kind: 'read', method: 'GET', api: 'sheets' } as const;

  const answer = google.call({ ...call, path: '/v4/x', mostBytes: 1_000_000 });

  await expect(answer).rejects.toMatchObject({ code: 'result_too_large' });
});

test('a service account signs for a token, keeps it while it lasts, and asks anew when it is not taken', async () => {
  let tokens = 0;
  const assertions: string[] = [];
  const { spreadsheet, sent, later } = clientOf(
    (url, init) => {
      if (url.startsWith('https://oauth2.example/')) {
        assertions.push(String(new URLSearchParams(String(init.body)).get('assertion')));
        return Response.json({ access_token: `t${(tokens += 1)}`, expires_in: 3599 });
      }
      const token = new Headers(init.headers).get('authorization');
      return token === 'Bearer t2' ? refused(401, 'Invalid Credentials') : Response.json({});
    },
    { account: true },
  );

  await Promise.all([spreadsheet('a').about(), spreadsheet('b').about()]);
  later(3_400_000);
  await spreadsheet().about();

  const seen = sent
    .filter(({ url }) => url.startsWith('https://google.test'))
    .map(({ token }) => token);
  expect(seen).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2', 'Bearer t3']);
  expect(decodeProtectedHeader(assertions[0] ?? '')).toMatchObject({ alg: 'RS256', kid: 'k1' });
  expect(decodeJwt(assertions[0] ?? '')).toMatchObject({
    iss: 'sheetfeed@acme.iam.example',
    aud: 'https://oauth2.example/token',
    scope: 'https://www.googleapis.com/auth/spreadsheets',
  });
});

test('as a person of the domain it says that it is them, and what the admin has to do where it may not', async () => {
  const { google } = clientOf(
    (_url, init) => {
      const assertion = String(new URLSearchParams(String(init.body)).get('assertion'));
      expect(decodeJwt(assertion).sub).toBe(ada);
      return Response.json({ error: 'unauthorized_client' }, { status: 401 });
    },
    { account: true },
  );
  const grant = google.as(ada);
  if (grant === null) throw new Error('no grant');

  await expect(new Spreadsheet(google, grant, 's').about()).rejects.toMatchObject({
    code: 'google_not_set_up',
    message: expect.stringContaining('an admin of the domain has to delegate the scope'),
  });
});

test('what is read of a spreadsheet has the zeros that Google leaves out', async () => {
  const { api, workbook, put } = oneSpreadsheet();
  put('A1:B2', [
    ['00123', 1.5],
    ['', true],
  ]);
  const google = new Google(
    { googleApiUrl: 'https://google.test', googleServiceAccount: null },
    { fetch: fetchOf(api) },
  );
  const { grant } = clientOf(answers(broken));
  const spreadsheet = new Spreadsheet(google, grant, workbook.id);

  const { title, timeZone, tabs } = await spreadsheet.about();
  expect([title, timeZone, tabs[0]?.index, tabs[0]?.isHidden]).toEqual([
    'Growth',
    'Etc/UTC',
    0,
    false,
  ]);
  expect(typeof tabs[0]?.id).toBe('number');
  await expect(spreadsheet.values(["'Sheet1'!D4:E5", 'A1:B2'])).resolves.toEqual([
    [],
    [
      ['00123', 1.5],
      ['', true],
    ],
  ]);
});
