// What the product is made of is told with every build: each package that it runs with, its version, print and licence.
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { billOfMaterials, licencesOf } from '../../../scripts/bill-of-materials.mjs';
import { root } from '../../../server/root.ts';

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

test('the bill of materials has every package that runs, with its print and licence, and none that only develops', () => {
  const { bomFormat, components } = billOfMaterials(root);
  const names = components.map(({ name }) => name);

  expect(bomFormat).toBe('CycloneDX');
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(names.filter((name) => name in devDependencies && !(name in dependencies))).toEqual([]);
  expect(components.find(({ name }) => name === 'pg')).toMatchObject({
    purl: expect.stringMatching(/^pkg:npm\/pg@\d+\.\d+\.\d+$/),
    licenses: [{ expression: 'MIT' }],
    hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
  });
  expect(components.filter(({ licenses }) => licenses === undefined)).toEqual([]);
});

test('the licences have the text of each package that is installed', () => {
  expect(licencesOf(root)).toMatch(
    /\npg \d+\.\d+\.\d+: MIT\n\n[\s\S]{0,300}Permission is hereby granted/,
  );
});
