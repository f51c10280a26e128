// Current, drive, activity and raster on one axis of time. Drag: an interval; click: that moment; wheel: closer.
import {Axes, drawAcross, drawUp, envelope, lowerBound, named, padded, Range} from './axes';
import {Data} from './decode';
import {make} from './dom';
import {Pen} from './pen';
import {paper, PlotBox} from './plotbox';
import {Run} from './run';
import {Scene} from './scene';
import {human} from './si';
import {hasInterval, Store} from './store';
import {currentTheme, Theme} from './theme';

const left = 62, right = 12, axis = 36, gap = 9;

export class Timeline {
  readonly box: PlotBox;
  private readonly overlay: HTMLCanvasElement;
  private readonly t: Float64Array;
  private readonly i: Float32Array;
  private readonly v: Float32Array | null;
  private readonly rows: Uint32Array; // junction of each row of the raster
  private readonly rowOf: Int32Array;

  constructor(data: Data, private readonly run: Run, scene: Scene, private readonly store: Store) {
    this.t = data.get<Float64Array>('trace_t');
    this.i = data.get<Float32Array>('trace_i');
    this.v = data.has('trace_v') ? data.get<Float32Array>('trace_v') : null;
    const active = [...new Set(Array.from(run.counted, (k) => run.junction[k]))];
    active.sort((a, b) => scene.distance[a] - scene.distance[b] || a - b);
    this.rows = Uint32Array.from(active);
    this.rowOf = new Int32Array(scene.n).fill(-1);
    this.rows.forEach((j, r) => (this.rowOf[j] = r));
    this.box = new PlotBox({title: 'Time', draw: (pen, w, h, theme) => this.draw(pen, w, h, theme), table: () => this.table(), describe: () => this.describe()}, 'timeline');
    this.overlay = make('canvas', {class: 'overlay', 'aria-hidden': 'true'});
    const stack = make('div', {class: 'stack', tabindex: 0, role: 'group', 'aria-label': 'Time axis: arrow keys step, [ and ] begin and end an interval'});
    this.box.canvas.replaceWith(stack);
    stack.append(this.box.canvas, this.overlay);
    this.listen(stack);
    store.subscribe((_, changed) => {
      if (['left', 'right', 'from', 'to', 'pinned'].some((key) => changed.has(key as never))) this.box.invalidate();
      if (changed.has('time')) this.drawCursor();
    });
    new ResizeObserver(() => this.drawCursor()).observe(this.overlay);
  }

  private tracks(h: number): {y: number; h: number}[] {
    const free = Math.max(60, h - axis - 4 * gap), shares = this.v ? [0.27, 0.13, 0.16, 0.44] : [0.33, 0, 0.2, 0.47];
    let y = gap;
    return shares.map((s) => {
      const track = {y, h: s * free};
      y += track.h + (s > 0 ? gap : 0);
      return track;
    });
  }
  private window(): Range {
    return {low: this.store.view.left, high: this.store.view.right};
  }
  private axesOf(w: number, h: number, track: number, up: Range): Axes {
    const t = this.tracks(h)[track];
    return new Axes({x: left, y: t.y, w: Math.max(20, w - left - right), h: t.h}, this.window(), up);
  }

  private rangeOf(values: Float32Array): Range {
    const r = this.window(), first = Math.max(0, lowerBound(this.t, r.low) - 1), last = Math.min(values.length - 1, lowerBound(this.t, r.high));
    let low = Infinity, high = -Infinity;
    for (let k = first; k <= last; ++k) {
      if (values[k] < low) low = values[k];
      if (values[k] > high) high = values[k];
    }
    return padded(low, high);
  }

  private draw(pen: Pen, w: number, h: number, theme: Theme): void {
    const bottom = this.tracks(h)[3];
    drawAcross(pen, new Axes({x: left, y: gap, w: Math.max(20, w - left - right), h: bottom.y + bottom.h - gap}, this.window(), {low: 0, high: 1}), theme, 'time', 's');
    this.drawLine(pen, this.axesOf(w, h, 0, this.rangeOf(this.i)), this.i, theme, 'current', 'A', theme.accent);
    if (this.v) this.drawLine(pen, this.axesOf(w, h, 1, this.rangeOf(this.v)), this.v, theme, 'drive', 'V', theme.muted);
    this.drawActivity(pen, w, h, theme);
    this.drawRaster(pen, w, h, theme);
    this.drawShade(pen, w, h, theme);
  }

  private drawLine(pen: Pen, axes: Axes, values: Float32Array, theme: Theme, name: string, unit: string, stroke: string): void {
    drawUp(pen, axes, theme, '', unit, axes.box.h < 44 ? 1 : 3);
    const b = axes.box;
    pen.clip(b.x, b.y, b.w, b.h, () => pen.path(envelope(axes, this.t, (k) => values[k], values.length), {stroke, width: 1.2}));
    this.name(pen, axes, theme, named(name, unit, axes.up));
  }

  // Over the drawing, on a ground of its own
  private name(pen: Pen, axes: Axes, theme: Theme, text: string): void {
    pen.rect(axes.box.x + 1, axes.box.y, 8 + 5.7 * text.length, 15, {fill: theme.panel + 'd8'});
    pen.text(axes.box.x + 5, axes.box.y + 8, text, {fill: theme.ink, size: 10.5, weight: 600});
  }

  private drawActivity(pen: Pen, w: number, h: number, theme: Theme): void {
    const r = this.window(), n = Math.max(20, Math.min(300, Math.floor((w - left - right) / 3))), width = (r.high - r.low) / n;
    const counts = new Float64Array(n), run = this.run;
    for (let k = run.before(r.low); k < run.n; ++k) {
      const t = run.time(k);
      if (t >= r.high) break;
      if (run.up[k] || run.facts.counts_down) ++counts[Math.min(n - 1, Math.floor((t - r.low) / width))];
    }
    const rates = counts.map((c) => c / width), axes = this.axesOf(w, h, 2, {low: 0, high: Math.max(1e-300, 1.08 * Math.max(...rates))}), b = axes.box;
    drawUp(pen, axes, theme, '', 'Hz', b.h < 44 ? 1 : 2);
    const points: number[] = [b.x, b.y + b.h];
    rates.forEach((rate, k) => points.push(axes.x(r.low + k * width), axes.y(rate), axes.x(r.low + (k + 1) * width), axes.y(rate)));
    points.push(b.x + b.w, b.y + b.h);
    pen.path(points, {fill: theme.accent2}, true);
    this.name(pen, axes, theme, named('events per second', 'Hz', axes.up));
  }

  // One dot a pixel and row, however many events fall into it
  private drawRaster(pen: Pen, w: number, h: number, theme: Theme): void {
    const n = this.rows.length, axes = this.axesOf(w, h, 3, {low: Math.max(0.5, n - 0.5), high: -0.5}), b = axes.box, run = this.run;
    if (n === 0) {
      pen.text(b.x + b.w / 2, b.y + b.h / 2, 'no junction switched', {fill: theme.muted, align: 'center', size: 13});
      return;
    }
    const points: number[] = [], pinned: number[] = [], r = this.window(), j = this.store.view.pinned;
    const thick = Math.max(0.6, Math.min(1.25, 0.5 * b.h / n)), across = Math.ceil(b.w) + 2, seen = new Uint8Array(across * Math.ceil(2 * b.h + 4));
    for (let k = run.before(r.low); k < run.n; ++k) {
      const t = run.time(k);
      if (t > r.high) break;
      if (!run.up[k] && !run.facts.counts_down) continue;
      const x = axes.x(t), y = axes.y(this.rowOf[run.junction[k]]), key = Math.floor(x - b.x) + across * Math.floor(2 * (y - b.y));
      if (run.junction[k] === j) pinned.push(x, y);
      if (seen[key]) continue;
      seen[key] = 1;
      points.push(x, y);
    }
    pen.clip(b.x, b.y, b.w, b.h, () => {
      pen.dots(points, thick, {fill: theme.accent});
      if (pinned.length > 0) pen.dots(pinned, 3, {fill: theme.cursor});
    });
    if (b.h > 60) {
      pen.text(b.x - 6, b.y + 11, 'near', {fill: theme.muted, size: 11, align: 'right'});
      pen.text(b.x - 6, b.y + b.h - 7, 'far', {fill: theme.muted, size: 11, align: 'right'});
    }
    this.name(pen, axes, theme, `events of ${n} junctions, by distance from the source`);
  }

  private drawShade(pen: Pen, w: number, h: number, theme: Theme): void {
    const v = this.store.view, axes = this.axesOf(w, h, 0, {low: 0, high: 1}), bottom = this.tracks(h)[3], top = gap, height = bottom.y + bottom.h - top;
    const start = this.run.facts.t_start_s;
    if (start !== null && start > v.left && start < v.right) {
      pen.path([axes.x(start), top, axes.x(start), top + height], {stroke: theme.muted, width: 1, dash: [4, 4]});
      if (axes.x(start) < w - right - 120) pen.text(axes.x(start) + 5, top + height - 7, 'analysis from here', {fill: theme.muted, size: 10});
    }
    if (!hasInterval(v)) return;
    const a = Math.max(left, Math.min(w - right, axes.x(v.from))), b = Math.max(left, Math.min(w - right, axes.x(v.to)));
    pen.rect(left, top, a - left, height, {fill: theme.shade});
    pen.rect(b, top, w - right - b, height, {fill: theme.shade});
    pen.path([a, top, a, top + height, NaN, NaN, b, top, b, top + height], {stroke: theme.cursor, width: 1.2});
  }

  drawCursor(): void {
    const w = this.overlay.clientWidth, h = this.overlay.clientHeight, theme = currentTheme(), v = this.store.view;
    if (w < 8) return;
    const pen = paper(this.overlay, w, h), axes = this.axesOf(w, h, 0, {low: 0, high: 1}), x = axes.x(v.time), bottom = this.tracks(h)[3];
    if (v.time < v.left || v.time > v.right) return;
    pen.path([x, 3, x, bottom.y + bottom.h], {stroke: theme.cursor, width: 1.5});
    pen.dots([x, 5], 4, {fill: theme.cursor});
  }

  private listen(stack: HTMLElement): void {
    let start: {x: number; t: number} | null = null, moved = false;
    const timeAt = (event: PointerEvent | WheelEvent | MouseEvent) => {
      const r = stack.getBoundingClientRect(), axes = this.axesOf(r.width, r.height, 0, {low: 0, high: 1});
      return Math.min(this.store.view.right, Math.max(this.store.view.left, axes.valueAt(event.clientX - r.left)));
    };
    stack.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      start = {x: event.clientX, t: timeAt(event)};
      moved = false;
      stack.setPointerCapture(event.pointerId);
    });
    stack.addEventListener('pointermove', (event) => {
      if (!start || (!moved && Math.abs(event.clientX - start.x) < 4)) return;
      moved = true;
      const t = timeAt(event);
      this.store.set({from: Math.min(t, start.t), to: Math.max(t, start.t), avalanche: -1});
    });
    stack.addEventListener('pointerup', (event) => {
      if (start && !moved) this.store.set({time: timeAt(event), playing: false});
      start = null;
    });
    stack.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoom(Math.exp(0.002 * (event.deltaY || event.deltaX)), timeAt(event));
    }, {passive: false});
    stack.addEventListener('dblclick', () => this.showAll());
    stack.addEventListener('keydown', (event) => {
      const v = this.store.view, step = (v.right - v.left) / 100;
      if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
        this.store.set({time: Math.min(this.run.facts.t1_s, Math.max(this.run.facts.t0_s, v.time + (event.key === 'ArrowLeft' ? -step : step))), playing: false});
      else if (event.key === '+' || event.key === '=') this.zoom(0.7, v.time);
      else if (event.key === '-') this.zoom(1 / 0.7, v.time);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
  zoom(factor: number, around: number): void {
    const v = this.store.view, {t0_s: t0, t1_s: t1} = this.run.facts;
    const width = Math.min(t1 - t0, Math.max((t1 - t0) * 1e-7, (v.right - v.left) * factor));
    const share = (around - v.left) / (v.right - v.left), a = Math.min(t1 - width, Math.max(t0, around - share * width));
    this.store.set({left: a, right: a + width});
  }
  showAll(): void {
    this.store.set({left: this.run.facts.t0_s, right: this.run.facts.t1_s});
  }

  private table() {
    const r = this.window(), first = lowerBound(this.t, r.low), last = lowerBound(this.t, r.high + 1e-30);
    const columns = ['time_s', 'i_source_A', ...(this.v ? ['v_source_V'] : [])];
    return {name: 'trace', columns, rows: last - first, cell: (k: number, c: number) => (c === 0 ? this.t[first + k] : c === 1 ? this.i[first + k] : this.v![first + k])};
  }
  private describe(): string {
    const v = this.store.view;
    return `From ${human(v.left, 's')} to ${human(v.right, 's')}: source current, drive, events per second, and a mark for every event of ${this.rows.length} junctions.`;
  }
}
