// Numbers for people: prefixes, tics.

const prefixes: [number, string][] = [
  [1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n'], [1e-12, 'p'], [1e-15, 'f'],
];

export interface Scale {
  factor: number; // value [SI] * factor = number in `unit`
  unit: string;
}

export function scaleFor(largest: number, unit: string): Scale {
  if (unit === '' || unit === '1') return {factor: 1, unit: ''};
  if (!(largest > 0) || !isFinite(largest)) return {factor: 1, unit};
  for (const [size, prefix] of prefixes) if (largest >= 0.9995 * size) return {factor: 1 / size, unit: prefix + unit};
  const [size, prefix] = prefixes[prefixes.length - 1];
  return {factor: 1 / size, unit: prefix + unit};
}

function plain(x: number, digits: number): string {
  if (x === 0) return '0';
  const size = Math.abs(x);
  return size >= 1e6 || size < 1e-4 ? x.toExponential(digits - 1).replace('e+', 'e') : String(+x.toPrecision(digits));
}

export function human(x: number | null | undefined, unit = '', digits = 4): string {
  if (x === null || x === undefined || !isFinite(x)) return '–';
  const scale = scaleFor(Math.abs(x), unit);
  return plain(x * scale.factor, digits).replace('-', '−') + (scale.unit ? '\u00a0' + scale.unit : '');
}

export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

// 1, 2 or 5 times a power of ten, about `wanted` of them in the range
export function tics(low: number, high: number, wanted: number): number[] {
  const span = high - low;
  if (!(span > 0) || !isFinite(span)) return [low];
  const raw = span / Math.max(1, wanted), power = Math.pow(10, Math.floor(Math.log10(raw)));
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10].map((m) => m * power);
  const multiples = (step: number): number[] => {
    const list: number[] = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) list.push(k === 0 ? 0 : k * step);
    return list;
  };
  let at = steps.findIndex((s) => s >= raw * 0.999);
  if (at < 0) at = steps.length - 1;
  while (wanted > 1 && at > 0 && multiples(steps[at]).length < 2) --at; // one tic tells no scale
  return multiples(steps[at]);
}

export function decades(low: number, high: number): number[] {
  const list: number[] = [];
  for (let k = Math.ceil(Math.log10(low) - 1e-9); k <= Math.log10(high) + 1e-9; ++k) list.push(Math.pow(10, k));
  return list;
}

export function ticText(x: number, step: number): string {
  const decimals = Math.max(0, Math.min(12, -Math.floor(Math.log10(Math.abs(step) || 1) + 1e-9)));
  return (Math.abs(x) >= 1e5 || (x !== 0 && Math.abs(x) < 1e-3) ? String(+x.toPrecision(3)) : x.toFixed(decimals)).replace('-', '−');
}
