// Beside the film: avalanches, intervals, the pinned junction.
import {Axes, drawAcross, drawUp, envelope, padded, Range} from './axes';
import {Data} from './decode';
import {button, make} from './dom';
import {Frames} from './frames';
import {Pen} from './pen';
import {PlotBox} from './plotbox';
import {Run} from './run';
import {count, human} from './si';
import {hasInterval, Store} from './store';
import {Theme} from './theme';

const boxOf = (w: number, h: number) => ({x: 58, y: 10, w: Math.max(10, w - 70), h: Math.max(10, h - 50)});
const silent = (pen: Pen, w: number, h: number, theme: Theme, text: string) => pen.text(w / 2, h / 2, text, {fill: theme.muted, align: 'center', size: 12});

export class Avalanches {
  readonly box: PlotBox;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly size: Uint32Array;
  readonly bins: Uint32Array;
  private shown: {x: number; y: number; k: number}[] = [];

  constructor(data: Data, private readonly store: Store, private readonly bin: number | null, onPlay: (avalanche: number) => void) {
    this.start = data.get<Float64Array>('avalanche_start');
    this.end = data.get<Float64Array>('avalanche_end');
    this.size = data.get<Uint32Array>('avalanche_size');
    this.bins = data.get<Uint32Array>('avalanche_bins');
    this.box = new PlotBox({title: 'Avalanches', draw: (pen, w, h, theme) => this.draw(pen, w, h, theme), describe: () => `${count(this.visible().length)} avalanches: size against duration.`,
      table: () => {
        const list = this.visible();
        return {name: 'avalanches', columns: ['avalanche', 'start_s', 'end_s', 'size', 'duration_bins'], rows: list.length,
          cell: (r, c) => [list[r], this.start[list[r]], this.end[list[r]], this.size[list[r]], this.bins[list[r]]][c]};
      }}, 'avalanches');
    const list = [...this.size.keys()].sort((a, b) => this.size[b] - this.size[a]);
    if (list.length > 0) this.box.root.append(make('p', {class: 'row'}, button('play the largest', 'Play the largest avalanche', () => onPlay(this.largest() ?? list[0])),
        button('play the next', 'Play the next avalanche in time', () => onPlay(this.next()))));
    const canvas = this.box.canvas;
    canvas.addEventListener('pointermove', (event) => (canvas.style.cursor = this.find(event) >= 0 ? 'pointer' : 'default'));
    canvas.addEventListener('click', (event) => {
      const k = this.find(event);
      if (k >= 0) onPlay(k);
    });
    store.subscribe((_, changed) => {
      if (changed.has('from') || changed.has('to') || changed.has('avalanche')) this.box.invalidate();
    });
  }
  get n(): number {
    return this.size.length;
  }
  // Those that lie in the brushed interval, or all; while one is played, the interval is its own and says nothing.
  visible(): number[] {
    const v = this.store.view, all = [...this.size.keys()];
    return hasInterval(v) && v.avalanche < 0 ? all.filter((k) => this.start[k] >= v.from && this.end[k] <= v.to) : all;
  }
  private largest(): number | undefined {
    return this.visible().sort((a, b) => this.size[b] - this.size[a])[0];
  }
  private next(): number {
    const now = this.store.view.avalanche;
    return now >= 0 ? (now + 1) % this.n : Math.max(0, [...this.start].findIndex((t) => t >= this.store.view.time));
  }
  private find(event: MouseEvent): number {
    const r = this.box.canvas.getBoundingClientRect(), x = event.clientX - r.left, y = event.clientY - r.top;
    let best = -1, least = 12;
    for (const p of this.shown) {
      const d = Math.hypot(p.x - x, p.y - y);
      if (d < least) least = d, (best = p.k);
    }
    return best;
  }
  // Equal sizes and durations lie on each other: each avalanche has a place of its own within a fifth of a bin
  private draw(pen: Pen, w: number, h: number, theme: Theme): void {
    this.shown = [];
    const list = this.visible();
    if (this.n === 0 || list.length === 0) return silent(pen, w, h, theme, this.n === 0 ? 'no avalanches in the window of analysis' : 'none in this interval');
    let longest = 2, largest = 2;
    for (let k = 0; k < this.n; ++k) longest = Math.max(longest, this.bins[k]), (largest = Math.max(largest, this.size[k]));
    const axes = new Axes(boxOf(w, h), {low: 0.7, high: 1.5 * longest, log: true}, {low: 0.7, high: 1.5 * largest, log: true});
    drawAcross(pen, axes, theme, `duration (bins${this.bin ? ` of ${human(this.bin, 's', 3)}` : ''})`, '');
    drawUp(pen, axes, theme, 'size (events)', '', 4);
    const points: number[] = [], jitter = (k: number, m: number) => Math.pow(1.22, ((k * m) % 97) / 97 - 0.5);
    for (const k of list) {
      const x = axes.x(this.bins[k] * jitter(k, 31)), y = axes.y(this.size[k] * jitter(k, 17));
      points.push(x, y);
      this.shown.push({x, y, k});
    }
    pen.dots(points, list.length > 3000 ? 1.2 : 3.2, {fill: list.length > 300 ? theme.accent + '99' : theme.accent});
    const now = this.store.view.avalanche, mark = this.shown.find((p) => p.k === now);
    if (mark) pen.dots([mark.x, mark.y], 6.5, {stroke: theme.cursor, width: 2.5});
  }
}

export class Intervals {
  readonly box: PlotBox;
  private bars: {from: number; to: number; n: number}[] = [];
  private n = 0;
  constructor(private readonly run: Run, private readonly store: Store) {
    this.box = new PlotBox({title: 'Intervals', draw: (pen, w, h, theme) => this.draw(pen, w, h, theme), describe: () => `${count(this.n)} intervals between events of the same junction.`,
      table: () => ({name: 'intervals', columns: ['from_s', 'to_s', 'count'], rows: this.bars.length, cell: (r, c) => [this.bars[r].from, this.bars[r].to, this.bars[r].n][c]})}, 'intervals');
    store.subscribe((_, changed) => {
      if (changed.has('from') || changed.has('to')) this.box.invalidate();
    });
  }
  private draw(pen: Pen, w: number, h: number, theme: Theme): void {
    const v = this.store.view, list = hasInterval(v) ? this.run.intervals(v.from, v.to) : this.run.intervals(-Infinity, Infinity);
    this.bars = [];
    this.n = list.length;
    if (list.length === 0) return silent(pen, w, h, theme, 'no junction switched twice here');
    const low = list[0] * 0.999, high = Math.max(list[list.length - 1] * 1.001, 1.5 * list[0]), decades = Math.log10(high / low);
    const nBars = Math.max(6, Math.min(60, Math.ceil(decades * 10)));
    for (let k = 0; k < nBars; ++k) this.bars.push({from: low * Math.pow(high / low, k / nBars), to: low * Math.pow(high / low, (k + 1) / nBars), n: 0});
    for (const x of list) ++this.bars[Math.min(nBars - 1, Math.floor(Math.log(x / low) / Math.log(high / low) * nBars))].n;
    const most = this.bars.reduce((m, b) => Math.max(m, b.n), 0), range: Range = {low, high, log: true};
    const axes = new Axes(boxOf(w, h), range, {low: 0, high: 1.08 * most});
    if (decades < 1) drawAcross(pen, new Axes(axes.box, {low, high}, axes.up), theme, '', '');
    else drawAcross(pen, axes, theme, 'interval of one junction', 's');
    if (decades < 1) pen.text(w / 2, h - 12, `${human(low, 's', 3)} to ${human(high, 's', 3)}`, {fill: theme.muted, align: 'center', size: 11});
    drawUp(pen, axes, theme, 'intervals', '', 3);
    for (const bar of this.bars)
      if (bar.n > 0) pen.rect(axes.x(bar.from) + 0.5, axes.y(bar.n), Math.max(1, axes.x(bar.to) - axes.x(bar.from) - 1), axes.y(0) - axes.y(bar.n), {fill: theme.accent2});
  }
}

export class Inspector {
  readonly root: HTMLElement;
  private readonly card: HTMLElement;
  private readonly state: PlotBox;
  private readonly voltage: PlotBox | null;

  constructor(private readonly run: Run, private readonly frames: Frames | null, private readonly store: Store, private readonly facts: (j: number) => [string, string][], onFind: (j: number) => void) {
    const find = make('input', {type: 'number', min: 0, max: run.nJunctions - 1, step: 1, 'aria-label': 'Number of the junction to pin', placeholder: 'number'});
    const form = make('form', {class: 'row'}, make('label', {}, 'junction ', find), make('button', {type: 'submit'}, 'pin'), button('unpin', 'Unpin the junction', () => store.set({pinned: -1})));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const j = Number(find.value);
      if (find.value !== '' && Number.isInteger(j) && j >= 0 && j < run.nJunctions) onFind(j);
    });
    this.card = make('div', {class: 'card', 'aria-live': 'polite'});
    this.state = new PlotBox({title: frames ? 'State of the pinned junction' : 'Switching of the pinned junction', draw: (pen, w, h, theme) => this.drawState(pen, w, h, theme), table: () => this.table(), describe: () => this.describe()}, 'small');
    this.voltage = frames ? new PlotBox({title: 'Its voltage', draw: (pen, w, h, theme) => this.drawFrames(pen, w, h, theme, 'v'), table: () => this.table(), describe: () => this.describe()}, 'small') : null;
    this.root = make('section', {class: 'inspector', 'aria-label': 'Pinned junction'}, make('h2', {}, 'Junction'), form, this.card, this.state.root, ...(this.voltage ? [this.voltage.root] : []));
    store.subscribe((_, changed) => {
      if (changed.has('pinned') || changed.has('time')) this.update();
      if (['pinned', 'left', 'right', 'from', 'to', 'time'].some((k) => changed.has(k as never))) this.state.invalidate(), this.voltage?.invalidate();
    });
    this.update();
  }
  private describe(): string {
    const j = this.store.view.pinned;
    return j < 0 ? 'No junction is pinned.' : `Junction ${j}, ${this.run.nEventsOf(j)} events.`;
  }
  private update(): void {
    const j = this.store.view.pinned, isPinned = j >= 0;
    for (const part of [this.state.root, this.voltage?.root]) if (part) part.hidden = !isPinned;
    if (!isPinned) {
      this.card.replaceChildren(make('p', {class: 'note'}, 'Click a junction in the film, or give its number.'));
      return;
    }
    const list = make('dl', {});
    for (const [name, value] of this.facts(j)) list.append(make('div', {}, make('dt', {}, name), make('dd', {}, value)));
    this.card.replaceChildren(list);
  }
  private column(): number {
    return this.frames && this.store.view.pinned >= 0 ? this.frames.column[this.store.view.pinned] : -1;
  }
  private drawCursor(pen: Pen, axes: Axes, theme: Theme): void {
    const x = axes.x(this.store.view.time);
    if (x >= axes.box.x && x <= axes.box.x + axes.box.w) pen.path([x, axes.box.y, x, axes.box.y + axes.box.h], {stroke: theme.cursor, width: 1.2});
  }
  private drawState(pen: Pen, w: number, h: number, theme: Theme): void {
    if (this.column() >= 0) return this.drawFrames(pen, w, h, theme, 'state');
    const j = this.store.view.pinned, v = this.store.view, run = this.run;
    if (j < 0) return;
    const axes = new Axes(boxOf(w, h), {low: v.left, high: v.right}, {low: -0.2, high: 1.3}), events = run.eventsOf(j);
    drawAcross(pen, axes, theme, 'time', 's');
    for (const [value, text] of [[0, 'off'], [1, 'on']] as [number, string][]) pen.text(axes.box.x - 6, axes.y(value), text, {fill: theme.muted, align: 'right', size: 11});
    if (events.length === 0) return silent(pen, w, h, theme, 'no event of this junction');
    const points: number[] = [];
    let level = run.up[events[0]] ? 0 : 1;
    points.push(axes.x(run.facts.t0_s), axes.y(level));
    for (const k of events) {
      const x = axes.x(run.time(k));
      points.push(x, axes.y(level), x, axes.y((level = run.up[k])));
    }
    points.push(axes.x(run.facts.t1_s), axes.y(level));
    const b = axes.box;
    pen.clip(b.x, b.y, b.w, b.h, () => pen.path(points, {stroke: theme.accent, width: 1.3}));
    this.drawCursor(pen, axes, theme);
  }
  private drawFrames(pen: Pen, w: number, h: number, theme: Theme, quantity: 'state' | 'v'): void {
    const c = this.column(), frames = this.frames, v = this.store.view;
    if (c < 0 || !frames) return silent(pen, w, h, theme, 'not recorded in this film');
    let low = Infinity, high = -Infinity;
    for (let f = 0; f < frames.times.length; ++f) {
      const x = frames.value(quantity, f, c);
      low = Math.min(low, x), high = Math.max(high, x);
    }
    const axes = new Axes(boxOf(w, h), {low: v.left, high: v.right}, padded(low, high));
    drawAcross(pen, axes, theme, 'time', 's');
    drawUp(pen, axes, theme, quantity === 'v' ? 'voltage' : 'state', quantity === 'v' ? 'V' : frames.facts.state_unit, 3);
    const b = axes.box;
    pen.clip(b.x, b.y, b.w, b.h, () => pen.path(envelope(axes, frames.times, (f) => frames.value(quantity, f, c), frames.times.length), {stroke: quantity === 'v' ? theme.accent2 : theme.accent, width: 1.3}));
    this.drawCursor(pen, axes, theme);
  }
  private table() {
    const j = this.store.view.pinned, c = this.column(), frames = this.frames, run = this.run;
    if (c >= 0 && frames)
      return {name: `junction_${j}`, columns: ['time_s', 'state', 'v_V', 'g_S', 'i_A'], rows: frames.times.length,
        cell: (r: number, k: number) => (k === 0 ? frames.times[r] : frames.value((['state', 'v', 'g', 'i'] as const)[k - 1], r, c))};
    const events = j >= 0 ? run.eventsOf(j) : new Uint32Array(0);
    return {name: `junction_${j}_events`, columns: ['time_s', 'kind'], rows: events.length, cell: (r: number, k: number) => (k === 0 ? run.time(events[r]) : run.up[events[r]] ? 'up' : 'down')};
  }
}
