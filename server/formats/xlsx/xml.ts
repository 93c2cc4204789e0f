// Text inside the XML of a workbook.

const SPECIAL = /[&<>"]/g;
/** What XML 1.0 has no character for, and what reads like the way around that. */
const UNWRITABLE = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The text as it stands in an element or attribute; `_x0001_` for U+0001 (ECMA-376 part 1, §22.9.2.19). */
export function escaped(text: string): string {
  return text
    .replace(UNWRITABLE, (sign) => `_x${hex(sign)}_`)
    .replace(SPECIAL, (sign) => ENTITIES[sign] ?? sign);
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
}
