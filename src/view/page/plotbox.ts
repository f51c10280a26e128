// A picture with a heading, a table behind it and a way out as PNG and SVG.
import {button, download, make} from './dom';
import {CanvasPen, Pen, SvgPen} from './pen';
import {showTable, Table} from './table';
import {currentTheme, Theme} from './theme';

export interface Drawing {
  title: string;
  draw: (pen: Pen, width: number, height: number, theme: Theme) => void;
  table: () => Table;
  describe: () => string; // for those who do not see it
}

export class PlotBox {
  readonly root: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  private waiting = 0;

  constructor(readonly drawing: Drawing, kind: string) {
    this.canvas = make('canvas', {role: 'img', 'aria-label': drawing.title});
    const tools = make('span', {class: 'tools'},
        button('table', `Numbers behind: ${drawing.title}`, () => showTable(drawing.title, drawing.table())),
        button('svg', `Save as SVG: ${drawing.title}`, () => this.save()));
    this.root = make('section', {class: `plot ${kind}`}, make('h2', {}, drawing.title, tools), this.canvas);
    new ResizeObserver(() => this.invalidate()).observe(this.canvas);
  }
  get size(): [number, number] {
    return [this.canvas.clientWidth, this.canvas.clientHeight];
  }
  invalidate(): void {
    if (!this.waiting) this.waiting = requestAnimationFrame(() => this.paint());
  }
  paint(): void {
    this.waiting = 0;
    const [w, h] = this.size;
    if (w < 8 || h < 8) return;
    const pen = paper(this.canvas, w, h);
    this.drawing.draw(pen, w, h, currentTheme());
    this.canvas.setAttribute('aria-label', `${this.drawing.title}. ${this.drawing.describe()}`);
  }
  svg(): string {
    const [w, h] = this.size, pen = new SvgPen(), theme = currentTheme();
    this.drawing.draw(pen, w, h, theme);
    return pen.svg(w, h, this.drawing.title, theme.panel);
  }
  private save(): void {
    download(`${this.drawing.title.toLowerCase().replace(/[^a-z0-9]+/g, '_')}.svg`, new Blob([this.svg()], {type: 'image/svg+xml'}));
  }
}

// A canvas cleared, in CSS pixels whatever the screen's density
export function paper(canvas: HTMLCanvasElement, w: number, h: number): CanvasPen {
  const ratio = Math.min(3, devicePixelRatio || 1), context = canvas.getContext('2d')!;
  if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
    canvas.width = Math.round(w * ratio);
    canvas.height = Math.round(h * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, w, h);
  return new CanvasPen(context);
}
