// The folders of the code, which builds, checks and their tests go through.

/** All that has rules of its own for imports. */
export const folders = [
  'domain',
  'addon',
  'ui',
  'web',
  'server',
  'playground',
  'examples',
  'bench',
  'test',
];

/** Each has a tsconfig.json. */
export const projects = [...folders, 'addon/sidebar', 'playground/page'];
