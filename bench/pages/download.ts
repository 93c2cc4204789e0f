// A million rows as CSV, compressed while they stream: bytes and processor time next to the same as they are.
import { readFileSync } from 'node:fs';
import { read } from '../http-reader.ts';
import { allRows, csv, type Setting } from '../setting.ts';
import { median, type Measure } from '../table.ts';

const ROUNDS = 3;

export async function measureDownload({ product }: Setting): Promise<Measure[]> {
  const request = csv(`orders-${allRows}`);
  const asked = { ...request, headers: { 'accept-encoding': 'br' } };
  const [bytes, cpu]: [number[], number[]] = [[], []];
  await read(product.url, request);
  for (let round = 0; round < ROUNDS; round++) {
    const plain = await costOf(product, () => read(product.url, request));
    const small = await costOf(product, () => read(product.url, asked));
    bytes.push(small.bytes / plain.bytes);
    cpu.push(small.cpuSeconds / plain.cpuSeconds);
  }
  const name = 'csv, 1,000,000 rows, with br';
  return [
    { name: `${name}: bytes`, value: median(bytes), unit: '× without', mustReach: 0.3 },
    { name: `${name}: processor time`, value: median(cpu), unit: '× without', mustReach: 2 },
  ];
}

async function costOf(
  { pid }: Setting['product'],
  work: () => Promise<{ bytes: number }>,
): Promise<{ bytes: number; cpuSeconds: number }> {
  const before = cpuSecondsOf(pid);
  const { bytes } = await work();
  return { bytes, cpuSeconds: cpuSecondsOf(pid) - before };
}

// proc(5): user and system time are the 14th and 15th field, in hundredths of a second.
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
