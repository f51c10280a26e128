// A run as the page needs it: events in order of time, and where every junction stands at the time shown.
import {Data} from './decode';
import {RunFacts} from './types';

export class Run {
  readonly facts: RunFacts;
  readonly n: number; // events
  readonly nJunctions: number;
  readonly tick: Uint32Array;
  readonly junction: Uint32Array;
  readonly up: Uint8Array;
  readonly counted: Uint32Array; // events that count: upward ones, or all
  private readonly firstOn: Uint8Array; // 2: unknown
  private readonly first: Uint32Array; // events of junction j: order[first[j]] ... order[first[j + 1] - 1]
  private readonly order: Uint32Array;
  // at the time of the last seek:
  readonly on: Uint8Array; // 0 off, 1 on, 2 unknown
  readonly lastUp: Float64Array; // [s] -Infinity: none
  private cursor = 0;

  constructor(data: Data, nJunctions: number) {
    const facts = data.facts.run;
    if (!facts) throw new Error('the page holds no run');
    this.facts = facts;
    this.nJunctions = nJunctions;
    this.tick = data.get<Uint32Array>('event_tick');
    this.junction = data.get<Uint32Array>('event_junction');
    this.up = data.get<Uint8Array>('event_up');
    this.firstOn = data.get<Uint8Array>('first_on');
    this.n = this.tick.length;
    this.counted = facts.counts_down ? Uint32Array.from(this.tick.keys()) : Uint32Array.from(this.tick.keys()).filter((k) => this.up[k] === 1);
    this.first = new Uint32Array(nJunctions + 1);
    for (const j of this.junction) ++this.first[j + 1];
    for (let j = 0; j < nJunctions; ++j) this.first[j + 1] += this.first[j];
    this.order = new Uint32Array(this.n);
    const next = this.first.slice();
    for (let k = 0; k < this.n; ++k) this.order[next[this.junction[k]]++] = k;
    this.on = this.firstOn.slice();
    this.lastUp = new Float64Array(nJunctions).fill(-Infinity);
  }

  time(event: number): number {
    return this.facts.t0_s + this.tick[event] * this.facts.tick_s;
  }
  // The number of events before a time, or up to and with it
  before(time: number): number {
    const ticks = (time - this.facts.t0_s) / this.facts.tick_s;
    let low = 0, high = this.n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tick[middle] < ticks) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  upTo(time: number): number {
    let k = this.before(time + this.facts.tick_s / 2);
    while (k < this.n && this.time(k) <= time) ++k;
    return k;
  }
  eventsOf(junction: number): Uint32Array {
    return this.order.subarray(this.first[junction], this.first[junction + 1]);
  }
  nEventsOf(junction: number, from = -Infinity, to = Infinity): number {
    let n = 0;
    for (const k of this.eventsOf(junction)) {
      const t = this.time(k);
      if ((this.facts.counts_down || this.up[k]) && t >= from && t <= to) ++n;
    }
    return n;
  }

  seek(time: number): void {
    const target = this.upTo(time);
    if (target < this.cursor) {
      this.on.set(this.firstOn);
      this.lastUp.fill(-Infinity);
      this.cursor = 0;
    }
    for (; this.cursor < target; ++this.cursor) {
      const j = this.junction[this.cursor];
      this.on[j] = this.up[this.cursor];
      if (this.up[this.cursor] || this.facts.counts_down) this.lastUp[j] = this.time(this.cursor);
    }
  }

  // Counted events of every junction in [from, to]
  counts(from: number, to: number): Uint32Array {
    const counts = new Uint32Array(this.nJunctions);
    for (const k of this.counted) {
      const t = this.time(k);
      if (t > to) break;
      if (t >= from) ++counts[this.junction[k]];
    }
    return counts;
  }

  // Intervals between successive counted events of the same junction, both within [from, to]; ascending
  intervals(from: number, to: number): Float64Array {
    const last = new Float64Array(this.nJunctions).fill(NaN), list: number[] = [];
    for (const k of this.counted) {
      const t = this.time(k);
      if (t > to) break;
      if (t < from) continue;
      const j = this.junction[k], interval = t - last[j];
      if (interval > 0) list.push(interval);
      last[j] = t;
    }
    return Float64Array.from(list).sort();
  }

  nextEvent(time: number): number {
    const k = this.upTo(time);
    return k < this.n ? this.time(k) : NaN;
  }
  previousEvent(time: number): number {
    const k = this.before(time - this.facts.tick_s / 2) - 1;
    return k >= 0 ? this.time(k) : NaN;
  }
}
