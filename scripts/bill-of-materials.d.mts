// The types of bill-of-materials.mjs, for its test.
export interface Component {
  name: string;
  version: string;
  purl: string;
  licenses?: { expression: string }[];
  hashes?: { alg: string; content: string }[];
}

export function billOfMaterials(root: string): { bomFormat: string; components: Component[] };
export function licencesOf(root: string): string;
