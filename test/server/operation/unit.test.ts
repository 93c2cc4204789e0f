// The systemd unit of docs/deploy.md: as little exposed as it says, and started again however often the server ends.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../../../server/root.ts';

const document = readFileSync(path.join(root, 'docs/deploy.md'), 'utf8');
const unit = /^\[Unit\]\n[^`]+/m.exec(document)?.[0] ?? '';

test('it shuts the server off from what it does not need, and never gives up starting it', () => {
  const lines = unit.split('\n');
  const needed = [
    ...['DynamicUser=yes', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=', 'ProtectSystem=strict'],
    ...['ProtectHome=yes', 'PrivateTmp=yes', 'PrivateDevices=yes', 'PrivateUsers=yes'],
    ...['RestrictNamespaces=yes', 'RestrictSUIDSGID=yes', 'SystemCallFilter=@system-service'],
    ...['UMask=0077', 'Restart=always', 'StartLimitIntervalSec=0'],
  ];
  expect(lines).toEqual(expect.arrayContaining(needed));
});

const isThere = spawnSync('systemd-analyze', ['security', '--help']).status === 0;
const withSystemd = isThere ? test : test.skip;

withSystemd('systemd rates its exposure at 3.0 at most', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'unit-'));
  const file = path.join(folder, 'sheetfeed.service');
  // It looks at whether the program is there.
  writeFileSync(file, unit.replace('/usr/bin/node', '/bin/true').replace('/opt/sheetfeed', '/'));
  const given = ['security', '--offline=true', '--threshold=30', '--no-pager', file];
  const { status, stdout, stderr } = spawnSync('systemd-analyze', given, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });

  expect([status, stdout.split('\n').at(-2), stderr]).toEqual([
    0,
    expect.stringMatching(/Overall exposure level/),
    expect.anything(),
  ]);
});
