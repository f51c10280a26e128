// The recorded film: state, conductance, voltage and current of junctions, frame by frame.
import {Data} from './decode';
import {Coded, FilmFacts} from './types';

export type Quantity = 'state' | 'g' | 'v' | 'i';

export class Frames {
  readonly times: Float64Array;
  readonly junctions: Uint32Array;
  readonly facts: FilmFacts;
  readonly column: Int32Array; // of a junction; -1: not recorded
  private readonly nodeColumn: Map<number, number>;
  private readonly positive: Uint32Array;
  private readonly negative: Uint32Array;
  private readonly state: Uint16Array;
  private readonly logG: Uint16Array;
  private readonly v: Uint16Array;
  private readonly nNodes: number;
  private readonly largest: {[q in Quantity]?: [number, number]} = {};

  constructor(data: Data, nJunctions: number) {
    if (!data.facts.film) throw new Error('the page holds no film');
    this.facts = data.facts.film;
    this.times = data.get<Float64Array>('film_t');
    this.junctions = data.get<Uint32Array>('film_junction');
    const nodes = data.get<Uint32Array>('film_node');
    this.positive = data.get<Uint32Array>('film_positive');
    this.negative = data.get<Uint32Array>('film_negative');
    this.state = data.get<Uint16Array>('film_state');
    this.logG = data.get<Uint16Array>('film_log_g');
    this.v = data.get<Uint16Array>('film_v');
    this.nNodes = nodes.length;
    this.column = new Int32Array(nJunctions).fill(-1);
    this.junctions.forEach((j, c) => (this.column[j] = c));
    this.nodeColumn = new Map([...nodes].map((n, c) => [n, c]));
  }

  get isWhole(): boolean {
    return this.junctions.length === this.column.length;
  }
  // The last frame up to a time; the first before it
  at(time: number): number {
    let low = 0, high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
  potential(frame: number, node: number): number {
    const c = this.nodeColumn.get(node);
    return c === undefined ? NaN : this.voltageAt(frame, c);
  }
  private decoded(c: Coded, code: number): number {
    return c.low + c.step * code;
  }
  private voltageAt(frame: number, column: number): number {
    return this.decoded(this.facts.v, this.v[frame * this.nNodes + column]);
  }
  // Of a column (see `column`), in SI
  value(quantity: Quantity, frame: number, c: number): number {
    const k = frame * this.junctions.length + c;
    if (quantity === 'state') return this.decoded(this.facts.state, this.state[k]);
    if (quantity === 'g') return Math.exp(this.decoded(this.facts.log_g, this.logG[k]));
    const v = this.voltageAt(frame, this.positive[c]) - this.voltageAt(frame, this.negative[c]);
    return quantity === 'v' ? v : v * Math.exp(this.decoded(this.facts.log_g, this.logG[k]));
  }
  // Lowest and highest over all frames
  range(quantity: Quantity): [number, number] {
    const known = this.largest[quantity];
    if (known) return known;
    let low = Infinity, high = -Infinity;
    const stride = Math.max(1, Math.floor(this.times.length * this.junctions.length / 1e6)); // a scale needs no more
    for (let k = 0; k < this.times.length * this.junctions.length; k += stride) {
      const frame = Math.floor(k / this.junctions.length), x = this.value(quantity, frame, k % this.junctions.length);
      if (x < low) low = x;
      if (x > high) high = x;
    }
    return (this.largest[quantity] = [low, high]);
  }
  // What a shown value can be off by, as a sentence
  get resolution(): string {
    const f = this.facts, half = (c: Coded) => (c.step / 2).toPrecision(2);
    return `states to ±${half(f.state)}, voltages of nodes to ±${half(f.v)} V, conductances to ±${(50 * (Math.exp(f.log_g.step) - 1)).toPrecision(2)} %`;
  }
}
