// The contract of favourites: the queries that a member marked.
import { z } from 'zod';
import { slugSchema } from './parameter.ts';

/** GET /api/favourites, in the order in which they were marked. */
export const favouritesSchema = z.object({ slugs: z.array(slugSchema) });
