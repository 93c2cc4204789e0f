// The settings: what is read, and what is refused, all at once and in sentences.
import { readSettings, WrongSettings } from '../../../server/settings/read.ts';
import { fittedTo } from '../../../server/settings/fitted.ts';
import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

function wrong(env: Record<string, string>): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof WrongSettings) return error.sentences;
    throw error;
  }
  return [];
}

test('with an empty environment the documented defaults hold', () => {
  const settings = readSettings({});

  expect(settings).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    databaseUrl: null,
    timeZone: 'UTC',
    defaultRole: 'viewer',
    runTimeoutSeconds: 60,
    runMaxRows: 1_000_000,
    runMaxBytes: 1024 ** 3,
    sources: [],
  });
});

test('every wrong setting is told at once, with its name and what it should be', () => {
  const sentences = wrong({
    PORT: 'many',
    TIME_ZONE: 'Mars/Olympus',
    DEFAULT_ROLE: 'owner',
    RUN_TIMEOUT_SECONDS: '-1',
    DATABASE_URL: 'mysql://somewhere',
    SOURCE_MAIN_URL: 'elsewhere',
    PUBLIC_URL: 'https://example.com/sub',
  });

  const named = sentences.map((sentence) => sentence.split(' ')[0]).sort();
  expect(named).toEqual([
    'DATABASE_URL',
    'DEFAULT_ROLE',
    'PORT',
    'PUBLIC_URL',
    'RUN_TIMEOUT_SECONDS',
    'SOURCE_MAIN_URL',
    'TIME_ZONE',
  ]);
  for (const sentence of sentences) expect(sentence).toMatch(/ must be .*\.$/);
});

test('a wrong secret is told without being repeated', () => {
  const sentences = wrong({
    DATABASE_URL: 'postgres:/typo:hunter2@host',
    SOURCE_MAIN_URL: 'postgres://ok@host/a typo:hunter2@host',
    SESSION_SECRET: 'hunter2',
  });

  expect(sentences).toHaveLength(3);
  expect(sentences.join(' ')).not.toContain('hunter2');
});

test.each([
  'hunt@er/2',
  'hunter/2',
  'hunt@er?2',
  'hunter?2',
  'hunt@er#2',
  '12#2',
  '12/2',
  'hunter%2',
])('the password %s, which is not percent-encoded, is told without being shown', (password) => {
  const url = `postgres://me:${password}@host:5432/db`;
  const sentences = wrong({ DATABASE_URL: url, SOURCE_MAIN_URL: url });

  expect(sentences).toHaveLength(2);
  for (const sentence of sentences) {
    expect(sentence).toContain('write @ as %40, / as %2F, # as %23, ? as %3F and % as %25');
    expect(sentence).not.toContain('hunt');
  }
  expect(wrong({ SOURCE_MAIN_URL: url.replace(password, encodeURIComponent(password)) })).toEqual(
    [],
  );
});

test('a setting that looks like one of ours and is none is told, with the likely one', () => {
  expect(wrong({ RUN_TIMEOUT: '3', SOURCES_URL: 'x', SOURCE_URL: 'x' })).toEqual([
    'RUN_TIMEOUT is not a setting of Sheetfeed; did you mean RUN_TIMEOUT_SECONDS?',
    'SOURCES_URL is not a setting of Sheetfeed; a data source is SOURCE_<NAME>_URL.',
    'SOURCE_URL is not a setting of Sheetfeed; a data source is SOURCE_<NAME>_URL.',
  ]);
});

test("settings of other programs are nobody's business", () => {
  const env = {
    SOURCE_DATE_EPOCH: '1',
    SESSION_MANAGER: 'local/desktop',
    RUNNER_OS: 'Linux',
    GOOGLE_CLOUD_PROJECT: 'x',
    HOME: '/root',
  };

  expect(wrong(env)).toEqual([]);
});

test('each SOURCE_<NAME>_URL is a data source, and several addresses are its servers', () => {
  const { sources } = readSettings({
    SOURCE_MAIN_URL: 'postgres://a@primary/x  postgres://a@follower/x',
    SOURCE_OLD_SHOP_URL: 'postgresql://b@old/y',
    SOURCE_OLD_SHOP_ALLOW_WRITER: 'true',
  });

  expect(sources).toEqual([
    expect.objectContaining({
      name: 'main',
      urls: ['postgres://a@primary/x', 'postgres://a@follower/x'],
      allowWriter: false,
    }),
    expect.objectContaining({
      name: 'old-shop',
      urls: ['postgresql://b@old/y'],
      allowWriter: true,
    }),
  ]);
});

test('a source may name its engine, and one that there is not is told with those that there are', () => {
  const url = { SOURCE_MAIN_URL: 'postgres://a@primary/x' };

  expect(readSettings({ ...url, SOURCE_MAIN_ENGINE: 'postgres' }).sources[0]?.engine).toBe(
    'postgres',
  );
  expect(wrong({ ...url, SOURCE_MAIN_ENGINE: 'oracle' })).toEqual([
    expect.stringMatching(
      /^SOURCE_MAIN_ENGINE must be the name of an engine; there are: .*postgres/,
    ),
  ]);
});

test('ALLOW_WRITER for a source without a URL is told', () => {
  expect(wrong({ SOURCE_MAIN_ALLOW_WRITER: 'true' })).toEqual([
    'SOURCE_MAIN_ALLOW_WRITER is set, but SOURCE_MAIN_URL is not.',
  ]);
});

test('a secret is read from the file that <NAME>_FILE names, without the line break at its end', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sheetfeed-settings-'));
  const file = path.join(folder, 'url');
  writeFileSync(file, 'postgres://me:secret@host/db\n');

  const settings = readSettings({ DATABASE_URL_FILE: file, SOURCE_MAIN_URL_FILE: file });

  expect(settings.databaseUrl).toBe('postgres://me:secret@host/db');
  expect(settings.sources[0]?.urls).toEqual(['postgres://me:secret@host/db']);
  rmSync(folder, { recursive: true });
});

test('a secret given twice, or in a file that is not there, is told', () => {
  expect(wrong({ DATABASE_URL: 'postgres://a@b/c', DATABASE_URL_FILE: '/nowhere' })).toEqual([
    'DATABASE_URL and DATABASE_URL_FILE are both set; set only one of them.',
  ]);
  expect(wrong({ SESSION_SECRET_FILE: '/nowhere' })).toEqual([
    'SESSION_SECRET_FILE names the file /nowhere, which cannot be read.',
  ]);
});

test('without a sign-in, a HOST or PUBLIC_URL that others can reach is refused', () => {
  const sentences = wrong({ HOST: '0.0.0.0', PUBLIC_URL: 'https://sheetfeed.example.com' });

  expect(sentences).toHaveLength(2);
  expect(sentences[0]).toMatch(/^HOST is 0\.0\.0\.0, but nobody can sign in/);
  expect(sentences[1]).toMatch(
    /^PUBLIC_URL is https:\/\/sheetfeed\.example\.com, but nobody can sign in/,
  );
});

test.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])(
  'without a sign-in, HOST may be %s',
  (host) => {
    expect(wrong({ HOST: host })).toEqual([]);
  },
);

test.each(['localhost.example.com', '127.0.0.1.example.com', '10.0.0.1', '::'])(
  'without a sign-in, HOST may not be %s',
  (host) => {
    expect(wrong({ HOST: host })).toHaveLength(1);
  },
);

test('with Google client ids, others may reach the server', () => {
  const env = {
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://sheetfeed.example.com/',
    GOOGLE_CLIENT_IDS: 'one.apps.googleusercontent.com, two.apps.googleusercontent.com',
    ADMIN_EMAILS: 'Ada@Example.com',
  };

  expect(readSettings(env)).toMatchObject({
    publicUrl: 'https://sheetfeed.example.com',
    googleClientIds: ['one.apps.googleusercontent.com', 'two.apps.googleusercontent.com'],
    adminEmails: ['ada@example.com'],
  });
});

test.each(['\u212Aim@example.com', 'ada@ex\u0430mple.com', 'ada\u0007@example.com'])(
  'nobody is made an admin by the address %j, which reads like another one',
  (address) => {
    const env = { GOOGLE_CLIENT_IDS: 'one.apps.googleusercontent.com', ADMIN_EMAILS: address };
    expect(wrong(env).join()).toContain('ADMIN_EMAILS must be');
  },
);

test('a sign-in on the pages needs its partners, and https unless the issuer is on this computer', () => {
  expect(wrong({ OIDC_CLIENT_ID: 'pages' })).toEqual([
    'People sign in at https://accounts.google.com, so SESSION_SECRET must be set too.',
    'People sign in at https://accounts.google.com, so PUBLIC_URL must be set too.',
  ]);
  expect(wrong({ OIDC_ISSUER: 'http://login.example.com' })).toEqual([
    'People sign in at http://login.example.com, so OIDC_CLIENT_ID must be set too.',
    'People sign in at http://login.example.com, so SESSION_SECRET must be set too.',
    'People sign in at http://login.example.com, so PUBLIC_URL must be set too.',
    'OIDC_ISSUER must begin with https://, for it is not on this computer.',
  ]);
});

test.each(['10.0.0.0/8', 'loopback, 192.168.1.7', '2001:db8::/32 uniquelocal'])(
  'TRUSTED_PROXIES takes %j',
  (text) => expect(wrong({ TRUSTED_PROXIES: text })).toEqual([]),
);

test.each(['everybody', '10.0.0.0/33', '10.0.0', '10.0.0.0/8/8', 'true'])(
  'TRUSTED_PROXIES refuses %j',
  (text) => {
    expect(wrong({ TRUSTED_PROXIES: text })).toEqual([
      `TRUSTED_PROXIES must be a list of addresses or networks such as 10.0.0.0/8, separated by commas, not "${text}".`,
    ]);
  },
);

test('in a small container less is held in memory than the settings say; in others as much', () => {
  const settings = readSettings({});
  const megabyte = 1024 ** 2;
  const small = fittedTo(settings, 256 * megabyte);

  const together = small.heldMemoryBytes + small.resultCacheMemoryBytes + small.unreadBytes;
  expect(together).toBeLessThanOrEqual(80 * megabyte);
  expect(together).toBeGreaterThan(79 * megabyte);
  expect(small.heldMemberMemoryBytes).toBe(settings.heldMemberMemoryBytes / 2);
  // As Node gives them: of a container of 512 MB, of none, and of a system that does not say.
  for (const memory of [512 * megabyte, 18_446_744_073_709_552_000, 0, null])
    expect(fittedTo(settings, memory)).toBe(settings);
});
