// What the built product is made of: every package with its version, its print and its licence, for whoever must know.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The packages that the lock file installs without the development ones, as CycloneDX 1.5 (cyclonedx.org). */
export function billOfMaterials(root) {
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name, version } },
    components: packagesOf(root).map(componentOf),
  };
}

/** The licences of the packages that are installed, one text behind the other. */
export function licencesOf(root) {
  return packagesOf(root)
    .map(({ place, name, version, license }) => {
      const head = `${name} ${version}: ${license ?? 'no licence is named'}`;
      return `${head}\n\n${licenceText(path.join(root, place)) ?? '(It comes without a text.)'}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function packagesOf(root) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([place, { dev, link }]) => place !== '' && !dev && !link)
    .map(([place, entry]) => ({ ...entry, place, name: nameAt(place) }));
}

// Of one within another's folder the last part counts.
const nameAt = (place) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

function componentOf({ name, version, license, integrity }) {
  const [algorithm, digest] = (integrity ?? '').split(/-(.*)/s);
  return {
    type: 'library',
    ...{ name, version, purl: `pkg:npm/${name.replace('@', '%40')}@${version}` },
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    ...(algorithm === 'sha512'
      ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }
      : {}),
  };
}

// Those for another system are not installed.
function licenceText(folder) {
  if (!existsSync(folder)) return null;
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name));
  return file === undefined ? null : readFileSync(path.join(folder, file), 'utf8').trim();
}
