// The tables of each data source, for those who write queries: asked for once a minute.
import { LRUCache } from 'lru-cache';
import type { SourceSchema } from '../../../domain/contract/schema.ts';
import type { Member } from '../../identity/member.ts';
import type { Sources } from '../../sources/sources.ts';
import { lookInTurn } from './look.ts';

const KEPT_MS = 60_000;
const MOST_KEPT = 100;

export interface SourceSchemas {
  /** What the source's role may read; up to a minute old. Throws Problem not_found, source_unavailable. */
  of(source: string, member: Member): Promise<SourceSchema>;
}

export function createSourceSchemas(sources: Sources): SourceSchemas {
  const kept = new LRUCache<string, SourceSchema>({ max: MOST_KEPT, ttl: KEPT_MS });
  return {
    async of(name, member) {
      const hit = kept.get(name);
      if (hit !== undefined) return hit;
      const source = sources.get(name);
      const found = await lookInTurn(source, member, (turn, stop) =>
        source.engine.schema(stop, turn),
      );
      const schema = { source: name, ...found };
      kept.set(name, schema);
      return schema;
    },
  };
}
