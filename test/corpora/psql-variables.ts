// Fills psql's variables into a script of ours, so that a test runs the very script that an operator runs.
import pg from 'pg';

/** Replaces `:"name"` by the value as an identifier and `:'name'` by the value as a string. Fails on a variable without a value. */
export function fillVariables(script: string, values: Record<string, string>): string {
  return script
    .replace(/^--.*$/gm, '')
    .replace(/:(["'])(\w+)\1/g, (_, quote: string, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`The script's variable ${name} has no value.`);
      return quote === '"' ? pg.escapeIdentifier(value) : pg.escapeLiteral(value);
    });
}
