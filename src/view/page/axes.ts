// Axes: a box in a drawing, a linear or logarithmic range each way, tics and names.
import {Pen} from './pen';
import {decades, human, scaleFor, tics, ticText} from './si';
import {Theme} from './theme';

export interface Range {
  low: number;
  high: number;
  log?: boolean;
}

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

const part = (r: Range, v: number) => (r.log ? Math.log(v / r.low) / Math.log(r.high / r.low) : (v - r.low) / (r.high - r.low));

export class Axes {
  constructor(readonly box: Box, readonly across: Range, readonly up: Range) {}
  x(v: number): number {
    return this.box.x + this.box.w * part(this.across, v);
  }
  y(v: number): number {
    return this.box.y + this.box.h * (1 - part(this.up, v));
  }
  valueAt(x: number): number {
    const p = (x - this.box.x) / this.box.w, r = this.across;
    return r.log ? r.low * Math.pow(r.high / r.low, p) : r.low + p * (r.high - r.low);
  }
}

function places(r: Range, unit: string, wanted: number): {v: number; text: string}[] {
  if (r.log) {
    const list = decades(r.low, r.high), every = Math.max(1, Math.ceil(list.length / wanted));
    return list.filter((_, k) => k % every === 0).map((v) => ({v, text: unit ? human(v, unit, 1) : v < 1e4 && v > 1e-3 ? String(+v.toPrecision(1)) : `1e${Math.round(Math.log10(v))}`}));
  }
  const s = scaleFor(Math.max(Math.abs(r.low), Math.abs(r.high)), unit), list = tics(r.low * s.factor, r.high * s.factor, wanted);
  const step = list.length > 1 ? list[1] - list[0] : 1;
  return list.map((x) => ({v: x / s.factor, text: ticText(x, step)}));
}

// "time (µs)": the unit that the tics are in
export function named(name: string, unit: string, r: Range): string {
  if (!unit || unit === '1') return name;
  return r.log ? name : `${name} (${scaleFor(Math.max(Math.abs(r.low), Math.abs(r.high)), unit).unit})`;
}

export function drawAcross(pen: Pen, axes: Axes, theme: Theme, name: string, unit: string): void {
  const b = axes.box;
  for (const {v, text} of places(axes.across, unit, Math.max(2, b.w / 80))) {
    const x = axes.x(v);
    pen.path([x, b.y, x, b.y + b.h], {stroke: theme.grid, width: 1});
    pen.text(x, b.y + b.h + 10, text, {fill: theme.muted, align: 'center', size: 11});
  }
  if (name) pen.text(b.x + b.w / 2, b.y + b.h + 25, named(name, unit, axes.across), {fill: theme.muted, align: 'center', size: 11});
}

export function drawUp(pen: Pen, axes: Axes, theme: Theme, name: string, unit: string, wanted = 3): void {
  const b = axes.box;
  for (const {v, text} of places(axes.up, unit, wanted)) {
    const y = axes.y(v);
    pen.path([b.x, y, b.x + b.w, y], {stroke: theme.grid, width: 1});
    pen.text(b.x - 6, y, text, {fill: theme.muted, align: 'right', size: 11});
  }
  if (name) pen.text(11, b.y + b.h / 2, named(name, unit, axes.up), {fill: theme.muted, align: 'center', size: 11, turn: true});
}

export function padded(low: number, high: number, share = 0.06): Range {
  if (!(low <= high)) return {low: 0, high: 1};
  const size = high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high)) ? high - low : Math.abs(high) || 1;
  return {low: low - share * size, high: high + share * size};
}

// A line as an envelope: at most four points a pixel
export function envelope(axes: Axes, t: ArrayLike<number>, v: (k: number) => number, n: number): number[] {
  const points: number[] = [], first = Math.max(0, lowerBound(t, axes.across.low, n) - 1), last = Math.min(n - 1, lowerBound(t, axes.across.high, n));
  for (let k = first; k <= last;) {
    const x = Math.floor(axes.x(t[k]));
    let low = k, high = k, end = k;
    for (; end <= last && Math.floor(axes.x(t[end])) === x; ++end) {
      if (v(end) < v(low)) low = end;
      if (v(end) > v(high)) high = end;
    }
    const some = [...new Set([k, low, high, end - 1])].sort((a, b) => a - b);
    for (const m of some) points.push(axes.x(t[m]), axes.y(v(m)));
    k = end;
  }
  return points;
}

export function lowerBound(t: ArrayLike<number>, value: number, n = t.length): number {
  let low = 0, high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (t[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
