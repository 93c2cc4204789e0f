// Executions that Google cuts off, locks that others hold, servers that do not answer.
import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { Stopped } from '../../playground/simulator/script/execution.ts';
import { TooSlow } from '../../playground/simulator/script/script-settings.ts';
import { createSyncFetch } from '../../playground/simulator/script/sync-fetch.ts';
import type { FetchResponse } from '../../playground/simulator/script/script-settings.ts';
import { newSimulation } from '../support/simulator.ts';

const twoWrites = `
  function main() {
    const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0];
    try {
      sheet.getRange(1, 1).setValue('first');
      sheet.getRange(2, 1).setValue('second');
    } catch (error) {
      sheet.getRange(3, 1).setValue('after the end');
    }
    return 'done';
  }`;

test('an execution that is stopped after a call does nothing more, whatever the script catches', () => {
  const { script, display } = newSimulation({ code: twoWrites });
  script.call('main');
  const calls = script.callLog.length;
  expect(script.callLog.map(({ name }) => name).at(-1)).toBe('Range.setValue');

  for (let call = 1; call <= calls; call++) {
    const { script: cut, display: shown } = newSimulation({ code: twoWrites });
    cut.stopAfterCall(call);
    expect(() => cut.call('main')).toThrow(Stopped);
    expect(shown('A3:A3')).toEqual([['']]);
    expect(shown('A1:A2')).toEqual([[call >= 4 ? 'first' : ''], [call >= 6 ? 'second' : '']]);
  }
  expect(display('A1:A2')).toEqual([['first'], ['second']]);
});

test('writes that Google had not carried out may be lost with a stopped execution', () => {
  const { script, display } = newSimulation({ code: twoWrites });
  script.stopAfterCall(6, { losesWrites: true });

  expect(() => script.call('main')).toThrow(Stopped);
  expect(display('A1:A2')).toEqual([[''], ['']]);
  expect(script.call('main')).toBe('done');
});

test('an execution ends after six minutes', () => {
  const { script } = newSimulation({
    code: 'function main() { for (let i = 0; i < 100; i++) Utilities.sleep(10000); }',
  });

  expect(() => script.call('main')).toThrow('Exceeded maximum execution time');
});

test('a lock that another execution holds is waited for, and refused when it stays', () => {
  const code = `function main() {
    const lock = LockService.getDocumentLock();
    const got = lock.tryLock(5000);
    return [got, lock.hasLock()];
  } function wait() { LockService.getDocumentLock().waitLock(1000); }`;
  const { script, state, workbook, clock } = newSimulation({ code });
  const release = state.holdDocumentLock(workbook.id);
  const before = clock.now();

  expect(script.call('main')).toEqual([false, false]);
  expect(clock.now() - before).toBe(5000);
  expect(() => script.call('wait')).toThrow(
    'Lock timeout: another process was holding the lock for too long.',
  );
  script.onWait = release;
  expect(script.call('main')).toEqual([true, true]);
  script.call('wait');
});

test('what one person wrote is seen by another only once it is flushed', () => {
  const code = `
    const cell = () => SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].getRange(1, 1);
    function write() { cell().setValue('new'); Utilities.getUuid(); SpreadsheetApp.flush(); Utilities.getUuid(); }
    function read() { return cell().getValue(); }`;
  const persons = [{ email: 'ada@example.com' }, { email: 'bob@example.com' }];
  const { scripts } = newSimulation({ code, persons });
  const seen: unknown[] = [];
  const [ada, bob] = scripts;
  if (!ada || !bob) throw new Error('two persons were asked for');
  ada.onCall = ({ name }) => {
    if (name === 'Utilities.getUuid') seen.push(bob.call('read'));
  };

  ada.call('write');

  expect(seen).toEqual(['', 'new']);
});

const answered = (status: number, body: string): FetchResponse => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: Buffer.from(body),
});

test('a request goes out with its method, headers and payload, and its answer comes back', () => {
  const sent: unknown[] = [];
  const { script } = newSimulation({
    code: `function main() {
      const response = UrlFetchApp.fetch('https://example.com/a', { method: 'post', contentType: 'application/json',
        payload: JSON.stringify({ é: 1 }), headers: { Authorization: 'Bearer t' }, muteHttpExceptions: true });
      return [response.getResponseCode(), JSON.parse(response.getContentText()), response.getHeaders()];
    }`,
    fetch: ({ url, method, headers, body }) => {
      sent.push({ url, method, headers, body: Buffer.from(body ?? []).toString() });
      return answered(422, '{"ok":"ü"}');
    },
  });

  expect(script.call('main')).toEqual([422, { ok: 'ü' }, { 'Content-Type': 'application/json' }]);
  expect(sent).toEqual([
    {
      url: 'https://example.com/a',
      method: 'POST',
      headers: { Authorization: 'Bearer t', 'Content-Type': 'application/json' },
      body: '{"é":1}',
    },
  ]);
});

test('a refusal without muteHttpExceptions, and a server that is not there, are exceptions', () => {
  const code = "function main() { UrlFetchApp.fetch('https://example.com/a'); }";
  const refused = newSimulation({ code, fetch: () => answered(404, 'gone') });
  const absent = newSimulation({ code });

  expect(() => refused.script.call('main')).toThrow(
    'Request failed for https://example.com returned code 404. Truncated server response: gone',
  );
  expect(() => absent.script.call('main')).toThrow('Address unavailable: https://example.com/a');
});

test('an answer that takes more than a minute is given up, and no option gives it longer', () => {
  const code = `function main() { UrlFetchApp.fetch('https://example.com/a'); }
    function longer() { UrlFetchApp.fetch('https://example.com/a', { timeoutSeconds: 300 }); }`;
  const asked: number[] = [];
  const { script } = newSimulation({
    code,
    fetch: ({ timeoutSeconds }) => {
      asked.push(timeoutSeconds);
      throw new TooSlow();
    },
  });

  expect(() => script.call('main')).toThrow('Timeout: https://example.com/a');
  expect(asked).toEqual([60]);
  expect(() => script.call('longer')).toThrow('timeoutSeconds');
});

test('only addresses of the manifest’s list may be called', () => {
  const manifest = {
    oauthScopes: ['https://www.googleapis.com/auth/script.external_request'],
    urlFetchWhitelist: ['https://example.com/'],
  };
  const code = 'function main(url) { return UrlFetchApp.fetch(url).getContentText(); }';
  const { script } = newSimulation({ code, manifest, fetch: () => answered(200, 'fine') });

  expect(script.call('main', ['https://example.com/x'])).toBe('fine');
  expect(() => script.call('main', ['https://example.com.evil.org/x'])).toThrow('allowlist');
  expect(() => script.call('main', ['http://example.com/x'])).toThrow('allowlist');
});

test('a real server in another thread answers at once', async () => {
  const server = new Worker(
    `const { parentPort } = require('node:worker_threads');
     require('node:http').createServer((request, response) => {
       let body = '';
       request.on('data', (part) => (body += part)).on('end', () => {
         response.statusCode = 201;
         response.setHeader('X-Seen', request.method + ' ' + request.url);
         response.end(body.toUpperCase());
       });
     }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const fetch = createSyncFetch({
    address: (url) => url.replace('https://example.com', `http://127.0.0.1:${port}`),
  });
  const request = { headers: {}, followRedirects: true, timeoutSeconds: 20 };
  try {
    const response = fetch({
      ...request,
      url: 'https://example.com/a?b=1',
      method: 'POST',
      body: Buffer.from('hello'),
    });

    expect(response).toMatchObject({ status: 201, headers: { 'x-seen': 'POST /a?b=1' } });
    expect(Buffer.from(response.body).toString()).toBe('HELLO');
    // Nobody can listen where another connection comes from.
    const taken = net.connect(port, '127.0.0.1');
    await once(taken, 'connect');
    const url = `http://127.0.0.1:${taken.localPort}/`;
    expect(() => fetch({ ...request, url, method: 'GET', body: null })).toThrow('ECONNREFUSED');
    taken.destroy();
    // One that never answers.
    const mute = net.createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port: silent } = mute.address() as net.AddressInfo;
    const late = { ...request, url: `http://127.0.0.1:${silent}/`, timeoutSeconds: 0.2 };
    expect(() => fetch({ ...late, method: 'GET', body: null })).toThrow(TooSlow);
    mute.close();
  } finally {
    fetch.close();
    await server.terminate();
  }
});
