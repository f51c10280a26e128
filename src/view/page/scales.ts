// From the numbers of junctions to colours: what can be chosen, its range, its legend.
import {Frames, Quantity} from './frames';
import {Run} from './run';
import {human, scaleFor, tics, ticText} from './si';
import {PaletteName} from './theme';

export interface ColourScale {
  id: string;
  label: string;
  unit: string;
  palette: PaletteName;
  low: number;
  high: number;
  log: boolean;
  kind: 'continuous' | 'switch' | 'classes';
  names?: [string, string]; // of a switch: off, on
}

// 0 ... 254; 255 is unknown
export function codeOf(scale: ColourScale, x: number): number {
  if (!isFinite(x)) return 255;
  if (scale.kind === 'classes') return Math.max(0, x) % 255;
  const part = scale.log ? Math.log(Math.max(x, 1e-300) / scale.low) / Math.log(scale.high / scale.low) : (x - scale.low) / (scale.high - scale.low);
  return Math.round(254 * Math.max(0, Math.min(1, part)));
}

export function legendTics(scale: ColourScale): {at: number; text: string}[] {
  if (scale.kind !== 'continuous') return [];
  if (scale.log) {
    const low = Math.log10(scale.low), high = Math.log10(scale.high), n = high - low;
    const step = Math.max(1, Math.ceil(n / 4)), list = [];
    for (let k = Math.ceil(low - 1e-9); k <= high + 1e-9; k += step) list.push({at: (k - low) / n, text: human(Math.pow(10, k), scale.unit, 3)});
    return list.length >= 2 ? list : [{at: 0, text: human(scale.low, scale.unit, 2)}, {at: 1, text: human(scale.high, scale.unit, 2)}];
  }
  const s = scaleFor(Math.max(Math.abs(scale.low), Math.abs(scale.high)), scale.unit);
  const list = tics(scale.low * s.factor, scale.high * s.factor, 4), step = list.length > 1 ? list[1] - list[0] : 1;
  return list.map((x) => ({at: (x / s.factor - scale.low) / (scale.high - scale.low), text: ticText(x, step) + (s.unit ? '\u00a0' + s.unit : '')}));
}

const widened = (low: number, high: number): [number, number] => (high > low ? [low, high] : [low - 0.5 * (Math.abs(low) || 1), high + 0.5 * (Math.abs(high) || 1)]);

function filmScale(frames: Frames, quantity: Quantity): ColourScale {
  const [low, high] = frames.range(quantity), largest = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const unit = {state: frames.facts.state_unit === '1' ? '' : frames.facts.state_unit, g: 'S', v: 'V', i: 'A'}[quantity];
  const label = {state: 'state', g: 'conductance', v: 'voltage', i: '|current|'}[quantity];
  const base = {id: quantity, label, unit, kind: 'continuous' as const};
  if (quantity === 'v') return {...base, palette: 'two-sided', low: -largest, high: largest, log: false};
  if (quantity === 'i') return {...base, palette: 'one-sided', low: largest * 1e-4, high: largest, log: true};
  if (quantity === 'g' && high > 5 * low) return {...base, palette: 'one-sided', low, high, log: true};
  const [a, b] = widened(low, high);
  return {...base, palette: a < 0 && b > 0 && quantity === 'state' ? 'two-sided' : 'one-sided', low: a < 0 && b > 0 ? -largest : a, high: a < 0 && b > 0 ? largest : b, log: false};
}

export function scalesOf(frames: Frames | null): ColourScale[] {
  const list: ColourScale[] = [
    {id: 'on', label: 'on and off', unit: '', palette: 'one-sided', low: 0, high: 1, log: false, kind: 'switch'},
    {id: 'events', label: 'number of events', unit: '', palette: 'one-sided', low: 0, high: 1, log: false, kind: 'continuous'},
  ];
  if (frames) for (const q of ['state', 'g', 'v', 'i'] as Quantity[]) list.push(filmScale(frames, q));
  return list;
}

// Codes of all junctions at the time that `run` was sought to
export class Colouring {
  readonly codes: Uint8Array;
  private counts: Uint32Array;
  private painted = ''; // quantity and frame of a film that the codes show
  constructor(private readonly run: Run, private readonly frames: Frames | null) {
    this.codes = new Uint8Array(run.nJunctions);
    this.counts = new Uint32Array(run.nJunctions);
  }
  // For the events colour, when the interval changes
  count(scale: ColourScale, from: number, to: number): void {
    this.counts = this.run.counts(from, to);
    const most = this.counts.reduce((a, b) => Math.max(a, b), 0);
    scale.log = most > 20;
    scale.low = scale.log ? 1 : 0;
    scale.high = Math.max(most, 1);
  }
  paint(scale: ColourScale, time: number): void {
    const codes = this.codes, run = this.run;
    if (scale.id === 'on' || scale.id === 'events') this.painted = '';
    if (scale.id === 'on') {
      for (let j = 0; j < codes.length; ++j) codes[j] = run.on[j] === 2 ? 255 : 254 * run.on[j];
    } else if (scale.id === 'events') {
      for (let j = 0; j < codes.length; ++j) codes[j] = this.counts[j] === 0 ? 255 : codeOf(scale, this.counts[j]);
    } else if (this.frames) {
      const frame = this.frames.at(time), q = scale.id as Quantity;
      if (this.painted === `${q} ${frame}`) return;
      this.painted = `${q} ${frame}`;
      codes.fill(255);
      this.frames.junctions.forEach((j, c) => {
        const x = this.frames!.value(q, frame, c);
        codes[j] = codeOf(scale, q === 'i' ? Math.abs(x) : x);
      });
    }
  }
  valueText(scale: ColourScale, junction: number, time: number): string {
    if (scale.id === 'on') return ['off', 'on', 'no event in the run'][this.run.on[junction]];
    if (scale.id === 'events') return String(this.counts[junction]);
    const c = this.frames?.column[junction] ?? -1;
    return c < 0 ? 'not recorded' : human(this.frames!.value(scale.id as Quantity, this.frames!.at(time), c), scale.unit);
  }
}
