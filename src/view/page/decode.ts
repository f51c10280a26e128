// The data of the page: base64 in the elements .data, a zlib stream of arrays in byte planes (somn/view/payload.hpp).
import {ArrayEntry, Facts, Numbers} from './types';

export class Data {
  constructor(readonly facts: Facts, private readonly arrays: Map<string, Numbers>) {}
  has(name: string): boolean {
    return this.arrays.has(name);
  }
  get<T extends Numbers>(name: string): T {
    const values = this.arrays.get(name);
    if (!values) throw new Error(`the page has no numbers named ${name}`);
    return values as T;
  }
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; ++k) bytes[k] = text.charCodeAt(k);
  return bytes;
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

async function inflate(elements: Element[], total: number, onProgress: (share: number) => void): Promise<Uint8Array> {
  const stream = new DecompressionStream('deflate');
  const whole = new Uint8Array(total);
  let at = 0;
  const reading = (async () => {
    const reader = stream.readable.getReader();
    for (;;) {
      const {done, value} = await reader.read();
      if (done) return;
      whole.set(value, at);
      at += value.length;
    }
  })();
  const writer = stream.writable.getWriter();
  for (let k = 0; k < elements.length; ++k) {
    writer.write(bytesOf(elements[k].textContent ?? '')).catch(() => undefined); // the reader reports it
    elements[k].remove();
    onProgress((k + 1) / elements.length);
    if (elements.length > 1) await pause();
  }
  writer.close().catch(() => undefined);
  await reading;
  if (at !== total) throw new Error(`the data end after ${at} of ${total} bytes: the file is not complete`);
  return whole;
}

const width = {u8: 1, u16: 2, u32: 4, f32: 4, f64: 8};

function arrayOf(entry: ArrayEntry, bytes: Uint8Array): Numbers {
  const w = width[entry.type], n = entry.n, at = entry.at;
  const buffer = new Uint8Array(n * w);
  if (w === 1) buffer.set(bytes.subarray(at, at + n));
  else
    for (let plane = 0; plane < w; ++plane) {
      const from = at + plane * n;
      for (let k = 0, to = plane; k < n; ++k, to += w) buffer[to] = bytes[from + k];
    }
  const make = {u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array, f64: Float64Array}[entry.type];
  const values = new make(buffer.buffer);
  if (entry.stride > 0) for (let k = entry.stride; k < n; ++k) values[k] += values[k - entry.stride];
  return values;
}

export async function load(onProgress: (share: number) => void): Promise<Data> {
  const facts = JSON.parse(document.getElementById('facts')?.textContent ?? 'null') as Facts;
  const bytes = await inflate([...document.querySelectorAll('script.data')], facts.n_bytes, onProgress);
  const arrays = new Map<string, Numbers>();
  for (const entry of facts.arrays) arrays.set(entry.name, arrayOf(entry, bytes));
  return new Data(facts, arrays);
}
