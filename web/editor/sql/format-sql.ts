// Lays SQL out; what cannot be laid out stays as it is.
import { format } from 'sql-formatter';

export function formatSql(sql: string): string {
  try {
    return format(sql, { language: 'postgresql', paramTypes: { named: [':'] }, tabWidth: 2 });
  } catch {
    return sql;
  }
}
