// Where the film plays: camera, pointer and keys, and what is written over it: electrodes, scale bar, pinned junction.
import {button, make, tell} from './dom';
import {Camera, Film, Looks} from './film';
import {Pen, SvgPen} from './pen';
import {paper} from './plotbox';
import {codeOf, ColourScale, legendTics} from './scales';
import {Scene} from './scene';
import {human} from './si';
import {Store} from './store';
import {css, currentTheme, electrodeColour, palette, Theme} from './theme';

export interface Arrow {
  from: number; // junctions
  to: number;
}

export interface StageSource {
  scale: () => ColourScale;
  looks: () => Looks; // up to date
  card: (junction: number) => [string, string][]; // what a junction is
  arrows: () => Arrow[];
}

export class Stage {
  readonly root: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  private readonly overlay: HTMLCanvasElement;
  private readonly hint: HTMLElement;
  private readonly legend: HTMLElement;
  private readonly film: Film | null = null;
  private hovered = -1;
  private waiting = 0;
  private rest = 0;
  private moved = -1e9; // [ms] when the camera last did
  private needsLooks = true;
  private labels: {name: string; x: number; y: number}[] | null = null;
  readonly frameTimes: number[] = []; // [ms] of the last pictures

  constructor(readonly scene: Scene, private readonly store: Store, private readonly source: StageSource) {
    this.canvas = make('canvas', {class: 'film', 'aria-hidden': 'true'});
    this.overlay = make('canvas', {class: 'overlay', 'aria-hidden': 'true'});
    this.hint = make('div', {class: 'hint', 'aria-hidden': 'true', hidden: true});
    this.legend = make('div', {class: 'legend'});
    const tools = make('div', {class: 'zoom'}, button('+', 'Closer', () => this.zoom(1.5)), button('−', 'Farther', () => this.zoom(1 / 1.5)),
                       button('fit', 'Fit all', () => this.fit()));
    this.root = make('div', {class: 'stage', tabindex: 0, role: 'application', 'aria-label': this.describe()}, this.canvas, this.overlay, this.legend, tools, this.hint);
    try {
      this.film = new Film(this.canvas, scene);
      this.film.onRestored = () => this.invalidate(true);
    } catch (error) {
      this.root.append(make('p', {class: 'lost', role: 'alert'}, error instanceof Error ? error.message : String(error)));
    }
    this.listen();
    new ResizeObserver(() => this.invalidate()).observe(this.root);
    store.subscribe((_, changed) => {
      if (changed.has('x') || changed.has('y') || changed.has('zoom')) this.moved = performance.now();
    });
  }

  private describe(): string {
    const f = this.scene.facts;
    return `Film of ${f.n_nodes} nodes and ${f.n_junctions} junctions. Arrow keys move, plus and minus zoom, f fits; n and p go from junction to junction.`;
  }

  get camera(): Camera {
    const v = this.store.view, w = this.root.clientWidth, h = this.root.clientHeight;
    return {x: v.x, y: v.y, scale: Math.max(1e-6, Math.min((w - 56) / 2, (h - 64) / 2 / Math.min(1, this.scene.aspect)) * v.zoom)};
  }
  private place(x: number, y: number): [number, number] { // on the page, of a place in the film
    const c = this.camera;
    return [this.root.clientWidth / 2 + (x - c.x) * c.scale, this.root.clientHeight / 2 - (y - c.y) * c.scale];
  }
  private placeOf(junction: number): [number, number] {
    return this.place(this.scene.junctionXy[2 * junction], this.scene.junctionXy[2 * junction + 1]);
  }
  private under(x: number, y: number): [number, number] {
    const c = this.camera;
    return [c.x + (x - this.root.clientWidth / 2) / c.scale, c.y - (y - this.root.clientHeight / 2) / c.scale];
  }

  invalidate(looks = false): void {
    this.needsLooks ||= looks;
    if (!this.waiting) this.waiting = requestAnimationFrame(() => this.paint());
  }
  paint(): void {
    cancelAnimationFrame(this.waiting);
    clearTimeout(this.rest);
    this.waiting = 0;
    const w = this.root.clientWidth, h = this.root.clientHeight;
    if (w < 8 || h < 8) return;
    const began = performance.now(), ratio = Math.min(2, devicePixelRatio || 1);
    if (this.canvas.width !== Math.round(w * ratio) || this.canvas.height !== Math.round(h * ratio)) {
      this.canvas.width = Math.round(w * ratio);
      this.canvas.height = Math.round(h * ratio);
    }
    const looks = this.needsLooks ? this.source.looks() : null;
    this.needsLooks = false;
    const isMoving = this.store.view.playing || began - this.moved < 200;
    this.film?.draw(this.camera, looks, this.source.scale(), currentTheme(), isMoving);
    if (isMoving && this.film?.isThinned && !this.store.view.playing) this.rest = window.setTimeout(() => this.invalidate(), 260);
    this.drawMarks(paper(this.overlay, w, h), w, h, currentTheme());
    this.frameTimes.push(performance.now() - began);
    if (this.frameTimes.length > 400) this.frameTimes.splice(0, 200);
  }

  private electrodeLabels(): {name: string; x: number; y: number}[] {
    if (this.labels) return this.labels;
    const s = this.scene, sums = s.facts.electrodes.map((e) => ({name: e.name, x: 0, y: 0, n: 0}));
    const add = (node: number, x: number, y: number) => {
      const e = s.electrodeOfNode[node];
      if (e && sums[e - 1]) sums[e - 1].x += x, (sums[e - 1].y += y), ++sums[e - 1].n;
    };
    if (s.bodyNode) s.bodyNode.forEach((node, b) => add(node, (s.segments[4 * b] + s.segments[4 * b + 2]) / 2, (s.segments[4 * b + 1] + s.segments[4 * b + 3]) / 2));
    else for (let node = 0; node < s.facts.n_nodes; ++node) add(node, s.nodeXy[2 * node], s.nodeXy[2 * node + 1]);
    return (this.labels = sums.filter((e) => e.n > 0).map((e) => ({name: e.name, x: e.x / e.n, y: e.y / e.n})));
  }

  private drawMarks(pen: Pen, w: number, h: number, theme: Theme): void {
    const v = this.store.view, s = this.scene;
    if (!s.bodyNode) // a graph's electrodes are nodes
      for (let node = 0; node < s.facts.n_nodes && s.facts.n_nodes <= 20000; ++node) {
        const e = s.electrodeOfNode[node];
        if (e) pen.dots(this.place(s.nodeXy[2 * node], s.nodeXy[2 * node + 1]), 6, {fill: css(electrodeColour(s.facts.electrodes[e - 1].name, theme))});
      }
    for (const label of this.electrodeLabels()) {
      const [x, y] = this.place(label.x, label.y), width = 14 + 6.6 * Math.min(24, label.name.length);
      const at = [Math.max(width / 2 + 4, Math.min(w - width / 2 - 4, x)), Math.max(16, Math.min(h - 16, y - (s.bodyNode ? 0 : 18)))];
      if (x < -w || x > 2 * w || y < -h || y > 2 * h) continue;
      const name = label.name.length > 24 ? label.name.slice(0, 23) + '…' : label.name;
      pen.rect(at[0] - width / 2, at[1] - 10, width, 20, {fill: css(theme.back, 0.82), stroke: css(electrodeColour(label.name, theme)), width: 1.2});
      pen.text(at[0], at[1] + 0.5, name, {fill: css(electrodeColour(label.name, theme)), align: 'center', size: 12, weight: 600});
    }
    for (const arrow of this.source.arrows()) this.drawArrow(pen, arrow, theme);
    for (const [junction, colour] of [[this.hovered, theme.ink], [v.pinned, theme.cursor]] as [number, string][])
      if (junction >= 0) pen.dots(this.placeOf(junction), (this.film?.dotRadius(this.camera) ?? 3) + 5, {stroke: colour, width: 2});
    this.drawScaleBar(pen, w, h, theme);
  }

  private drawArrow(pen: Pen, arrow: Arrow, theme: Theme): void {
    const [x1, y1] = this.placeOf(arrow.from), [x2, y2] = this.placeOf(arrow.to), l = Math.hypot(x2 - x1, y2 - y1);
    if (l < 4) return;
    const ux = (x2 - x1) / l, uy = (y2 - y1) / l, bend = 0.12 * l, mx = (x1 + x2) / 2 - uy * bend, my = (y1 + y2) / 2 + ux * bend;
    const points: number[] = [];
    for (let k = 0; k <= 12; ++k) {
      const t = k / 12;
      points.push((1 - t) * (1 - t) * x1 + 2 * t * (1 - t) * mx + t * t * x2, (1 - t) * (1 - t) * y1 + 2 * t * (1 - t) * my + t * t * y2);
    }
    pen.path(points, {stroke: theme.ink, width: 1.3});
    const dx = x2 - mx, dy = y2 - my, d = Math.hypot(dx, dy) || 1, ax = dx / d, ay = dy / d;
    pen.path([x2, y2, x2 - 8 * ax - 4 * ay, y2 - 8 * ay + 4 * ax, x2 - 8 * ax + 4 * ay, y2 - 8 * ay - 4 * ax], {fill: theme.ink}, true);
  }

  private drawScaleBar(pen: Pen, w: number, h: number, theme: Theme): void {
    const half = this.scene.facts.half_m;
    if (half === null) return;
    const raw = 0.2 * w / this.camera.scale * half, power = Math.pow(10, Math.floor(Math.log10(raw)));
    const length = [1, 2, 5].map((m) => m * power).filter((m) => m <= raw * 1.001).pop() ?? power, px = length / half * this.camera.scale;
    pen.path([w - 16 - px, h - 16, w - 16, h - 16], {stroke: theme.ink, width: 3});
    pen.text(w - 16 - px / 2, h - 27, human(length, 'm', 2), {fill: theme.ink, align: 'center', size: 12});
  }

  showLegend(scale: ColourScale, unknown: string): void {
    const theme = currentTheme();
    this.legend.replaceChildren(make('span', {class: 'name'}, scale.label));
    const chip = (colour: string, text: string) => {
      const dot = make('span', {class: 'chip', 'aria-hidden': 'true'});
      dot.style.background = colour;
      this.legend.append(make('span', {class: 'entry'}, dot, text));
    };
    if (scale.kind === 'switch') chip(css(theme.on), scale.names?.[1] ?? 'on'), chip(css(theme.off), scale.names?.[0] ?? 'off');
    else if (scale.kind === 'continuous') {
      const strip = make('canvas', {width: 256, height: 1, 'aria-hidden': 'true'}), context = strip.getContext('2d')!;
      palette(scale.palette, theme).forEach((c, k) => {
        context.fillStyle = css(c);
        context.fillRect(k, 0, 1, 1);
      });
      const ticks = make('div', {class: 'tics'});
      for (const tic of legendTics(scale)) {
        const mark = make('span', {}, tic.text);
        mark.style.left = `${(100 * tic.at).toFixed(1)}%`;
        ticks.append(mark);
      }
      this.legend.append(make('div', {class: 'strip'}, strip, ticks));
    }
    if (unknown) chip(css(theme.off, 0.5), unknown);
  }

  fit(): void {
    this.store.set({x: 0, y: 0, zoom: 1});
  }
  zoom(factor: number, px = this.root.clientWidth / 2, py = this.root.clientHeight / 2): void {
    const [x, y] = this.under(px, py), v = this.store.view, zoom = Math.min(2e4, Math.max(0.3, v.zoom * factor)), f = v.zoom / zoom;
    this.store.set({zoom, x: x + (v.x - x) * f, y: y + (v.y - y) * f});
  }
  show(junction: number): void { // brings a junction into sight
    const [x, y] = this.placeOf(junction), margin = 40;
    if (x > margin && y > margin && x < this.root.clientWidth - margin && y < this.root.clientHeight - margin) return;
    this.store.set({x: this.scene.junctionXy[2 * junction], y: this.scene.junctionXy[2 * junction + 1]});
  }

  private listen(): void {
    const root = this.root, touches = new Map<number, [number, number]>();
    let moved = 0;
    const at = (event: MouseEvent): [number, number] => {
      const r = root.getBoundingClientRect();
      return [event.clientX - r.left, event.clientY - r.top];
    };
    root.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-0.0016 * event.deltaY), ...at(event));
    }, {passive: false});
    root.addEventListener('pointerdown', (event) => {
      if ((event.target as Element).closest('button')) return;
      touches.set(event.pointerId, at(event));
      moved = touches.size > 1 ? 99 : 0;
      root.setPointerCapture(event.pointerId);
    });
    root.addEventListener('pointermove', (event) => {
      const before = touches.get(event.pointerId), now = at(event);
      if (!before) return this.hover(now);
      const [x, y] = before, other = [...touches].find(([id]) => id !== event.pointerId)?.[1];
      moved += Math.hypot(now[0] - x, now[1] - y);
      touches.set(event.pointerId, now);
      if (moved < 4) return;
      if (other) this.zoom(Math.hypot(now[0] - other[0], now[1] - other[1]) / Math.max(1, Math.hypot(x - other[0], y - other[1])), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      else this.store.set({x: this.store.view.x - (now[0] - x) / this.camera.scale, y: this.store.view.y + (now[1] - y) / this.camera.scale});
    });
    const up = (event: PointerEvent) => {
      if (touches.delete(event.pointerId) && moved < 4 && event.type === 'pointerup') this.pin(this.find(at(event)));
    };
    root.addEventListener('pointerup', up);
    root.addEventListener('pointercancel', up);
    root.addEventListener('pointerleave', () => this.hover([-1e9, -1e9]));
    root.addEventListener('keydown', (event) => this.key(event));
  }
  private key(event: KeyboardEvent): void {
    if (event.target !== this.root || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = 60 / this.camera.scale, v = this.store.view, n = this.scene.n;
    const moves: {[key: string]: () => void} = {
      ArrowLeft: () => this.store.set({x: v.x - step}), ArrowRight: () => this.store.set({x: v.x + step}),
      ArrowUp: () => this.store.set({y: v.y + step}), ArrowDown: () => this.store.set({y: v.y - step}),
      '+': () => this.zoom(1.25), '=': () => this.zoom(1.25), '-': () => this.zoom(0.8),
      n: () => this.pin((v.pinned + 1) % n, true), p: () => this.pin((v.pinned - 1 + n) % n, true), Escape: () => this.pin(-1),
    };
    if (!moves[event.key]) return;
    moves[event.key]();
    event.preventDefault();
    event.stopPropagation();
  }
  private pin(junction: number, isShown = false): void {
    this.store.set({pinned: junction});
    if (junction >= 0 && isShown) this.show(junction);
    if (junction >= 0) tell(`Junction ${junction} pinned`);
  }
  private find([px, py]: [number, number]): number {
    return this.scene.nearest(...this.under(px, py), 11 / this.camera.scale);
  }
  private hover([px, py]: [number, number]): void {
    const junction = this.find([px, py]);
    if (junction !== this.hovered) {
      this.hovered = junction;
      this.invalidate();
    }
    this.hint.hidden = junction < 0;
    this.root.classList.toggle('found', junction >= 0);
    if (junction < 0) return;
    const list = make('dl', {});
    for (const [name, value] of this.source.card(junction)) list.append(make('div', {}, make('dt', {}, name), make('dd', {}, value)));
    this.hint.replaceChildren(list);
    const w = this.root.clientWidth, h = this.root.clientHeight;
    this.hint.style.left = px < w / 2 ? `${px + 16}px` : 'auto';
    this.hint.style.right = px < w / 2 ? 'auto' : `${w - px + 16}px`;
    this.hint.style.top = py < h / 2 ? `${py + 12}px` : 'auto';
    this.hint.style.bottom = py < h / 2 ? 'auto' : `${h - py + 12}px`;
  }

  // The film as it is seen, as a picture of pixels
  picture(): HTMLCanvasElement {
    const whole = make('canvas', {width: this.canvas.width, height: this.canvas.height}), context = whole.getContext('2d')!;
    this.film?.draw(this.camera, this.source.looks(), this.source.scale(), currentTheme()); // its pixels last until the next task
    context.drawImage(this.canvas, 0, 0);
    context.drawImage(this.overlay, 0, 0, whole.width, whole.height);
    return whole;
  }

  // The same as lines and circles; what is more than 60 000 marks comes as pixels
  drawSvg(pen: SvgPen): void {
    const w = this.root.clientWidth, h = this.root.clientHeight, theme = currentTheme(), s = this.scene, looks = this.source.looks(), scale = this.source.scale();
    if (s.n + s.segments.length / 4 > 60000) return pen.image(0, 0, w, h, this.picture().toDataURL('image/png'));
    const colours = palette(scale.palette, theme).map((c) => css(c)), k = this.camera.scale;
    const colourOf = (code: number) => (code === 255 ? css(theme.off, 0.5) : scale.kind === 'switch' ? css(code > 127 ? theme.on : theme.off) : colours[code]);
    pen.clip(0, 0, w, h, () => {
      pen.rect(0, 0, w, h, {fill: css(theme.back)});
      for (let b = 0; b < s.segments.length / 4; ++b) {
        const [x1, y1] = this.place(s.segments[4 * b], s.segments[4 * b + 1]), [x2, y2] = this.place(s.segments[4 * b + 2], s.segments[4 * b + 3]);
        const e = s.bodyNode ? s.electrodeOfNode[s.bodyNode[b]] : 0, colour = e ? css(electrodeColour(s.facts.electrodes[e - 1].name, theme), 0.9) : s.bodyNode ? css(theme.wire, 0.55) : colourOf(looks.codes[b]);
        if (s.radius && s.radius[b] > 0) pen.dots([x1, y1], s.radius[b] * k, {fill: e ? css(electrodeColour(s.facts.electrodes[e - 1].name, theme), 0.45) : css(theme.wire, 0.25), stroke: css(theme.wire, 0.5)});
        else pen.path([x1, y1, x2, y2], {stroke: colour, width: 0.9 + 4.5 * looks.weight[b] / 255});
      }
      for (let j = 0; j < s.n; ++j) {
        if (looks.emphasis[j] < 64) continue;
        pen.dots(this.placeOf(j), (this.film?.dotRadius(this.camera) ?? 3) * (looks.codes[j] === 255 ? 0.7 : 1 + 0.45 * looks.codes[j] / 254), {fill: colourOf(looks.codes[j])});
      }
      this.drawMarks(pen, w, h, theme);
    });
  }
  codeAt(junction: number): number { // for tests: what the film shows of a junction
    return this.source.looks().codes[junction];
  }
  codeOfValue(x: number): number {
    return codeOf(this.source.scale(), x);
  }
}
