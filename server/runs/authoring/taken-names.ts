// Whether a database has a table of its own under the name that a sheet table is to have: queries that read it would read the
// sheet from then on, and nobody would see it.
import { Problem } from '../../../domain/problem.ts';
import type { Member } from '../../identity/member.ts';
import type { Source } from '../../sources/source.ts';
import type { Sources } from '../../sources/sources.ts';
import { lookInTurn } from './look.ts';

/** Throws Problem conflict where a data source has `sheet.<name>`, and source_unavailable where one cannot be asked. */
export async function refuseTakenName(
  sources: Sources,
  name: string,
  member: Member,
): Promise<void> {
  for (const sourceName of sources.names()) {
    if (!(await hasTable(sources.get(sourceName), name, member))) continue;
    throw new Problem(
      'conflict',
      `The data source ${sourceName} has a table sheet.${name} of its own, which queries would not find any more. Take another name.`,
    );
  }
}

// Described and not looked for in its catalog: what is there is what a query would find.
async function hasTable(source: Source, name: string, member: Member): Promise<boolean> {
  const { engine } = source;
  const sql = `select from sheet."${name}"`;
  const reading = await engine.read(sql, [], () => null).catch(notItsLanguage);
  if (reading === null) return false;
  const text = { reading, parameters: [], declared: [], timeZone: 'UTC' };
  try {
    await lookInTurn(source, member, (turn, stop) => engine.describe({ ...text, stop }, turn));
    return true;
  } catch (error) {
    const problem = engine.problemOf(error, {
      sql,
      reading,
      tellsAll: false,
      sourceName: source.name,
    });
    if (!(problem instanceof Problem) || problem.code === 'source_unavailable') throw problem;
    return problem.code !== 'sql_invalid';
  }
}

function notItsLanguage(error: unknown): null {
  if (error instanceof Problem && error.code === 'sql_invalid') return null;
  throw error;
}
