// One drawing, two kinds of paper: a canvas for the eye, SVG for export. Lengths in CSS pixels.

export interface Style {
  stroke?: string;
  fill?: string;
  width?: number;
  dash?: number[];
}

export interface Pen {
  path(points: Float64Array | number[], style: Style, closed?: boolean): void; // x, y, x, y ...; NaN lifts the pen
  rect(x: number, y: number, w: number, h: number, style: Style): void;
  dots(points: Float64Array | number[], radius: number, style: Style): void;
  text(x: number, y: number, text: string, style: {fill: string; size?: number; align?: 'left' | 'center' | 'right'; turn?: boolean; weight?: number}): void;
  clip(x: number, y: number, w: number, h: number, draw: () => void): void;
}

const family = 'system-ui, "Segoe UI", "Source Sans 3", Helvetica, Arial, sans-serif';

export class CanvasPen implements Pen {
  constructor(private readonly c: CanvasRenderingContext2D) {}
  private finish(style: Style): void {
    if (style.fill) {
      this.c.fillStyle = style.fill;
      this.c.fill();
    }
    if (style.stroke) {
      this.c.strokeStyle = style.stroke;
      this.c.lineWidth = style.width ?? 1;
      this.c.setLineDash(style.dash ?? []);
      this.c.stroke();
    }
  }
  path(points: Float64Array | number[], style: Style, closed = false): void {
    this.c.beginPath();
    let down = false;
    for (let k = 0; k + 1 < points.length; k += 2) {
      const x = points[k], y = points[k + 1];
      if (!(isFinite(x) && isFinite(y))) down = false;
      else if (down) this.c.lineTo(x, y);
      else this.c.moveTo(x, y), (down = true);
    }
    if (closed) this.c.closePath();
    this.c.lineJoin = 'round';
    this.finish(style);
  }
  rect(x: number, y: number, w: number, h: number, style: Style): void {
    this.c.beginPath();
    this.c.rect(x, y, w, h);
    this.finish(style);
  }
  dots(points: Float64Array | number[], radius: number, style: Style): void {
    if (style.fill && radius < 1.3) { // strokes of a raster: squares are as good and much faster
      this.c.fillStyle = style.fill;
      for (let k = 0; k + 1 < points.length; k += 2) this.c.fillRect(points[k] - radius, points[k + 1] - radius, 2 * radius, 2 * radius);
      return;
    }
    for (let k = 0; k + 1 < points.length; k += 2) {
      this.c.beginPath();
      this.c.arc(points[k], points[k + 1], radius, 0, 2 * Math.PI);
      this.finish(style);
    }
  }
  text(x: number, y: number, text: string, style: {fill: string; size?: number; align?: 'left' | 'center' | 'right'; turn?: boolean; weight?: number}): void {
    this.c.save();
    this.c.font = `${style.weight ?? 400} ${style.size ?? 11}px ${family}`;
    this.c.fillStyle = style.fill;
    this.c.textAlign = style.align ?? 'left';
    this.c.textBaseline = 'middle';
    this.c.translate(x, y);
    if (style.turn) this.c.rotate(-Math.PI / 2);
    this.c.fillText(text, 0, 0);
    this.c.restore();
  }
  clip(x: number, y: number, w: number, h: number, draw: () => void): void {
    this.c.save();
    this.c.beginPath();
    this.c.rect(x, y, w, h);
    this.c.clip();
    draw();
    this.c.restore();
  }
}

const escape = (text: string) =>
    text.replace(/[&<>"']/g, (c) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'})[c] ?? c)
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
const two = (x: number) => String(Math.round(x * 100) / 100);

export class SvgPen implements Pen {
  private body: string[] = [];
  private n = 0;
  private style(s: Style): string {
    return `fill="${s.fill ?? 'none'}"` + (s.stroke ? ` stroke="${s.stroke}" stroke-width="${s.width ?? 1}"` : '') +
        (s.dash ? ` stroke-dasharray="${s.dash.join(' ')}"` : '');
  }
  path(points: Float64Array | number[], style: Style, closed = false): void {
    let d = '', down = false;
    for (let k = 0; k + 1 < points.length; k += 2) {
      if (!(isFinite(points[k]) && isFinite(points[k + 1]))) {
        down = false;
        continue;
      }
      d += (down ? 'L' : 'M') + two(points[k]) + ' ' + two(points[k + 1]);
      down = true;
    }
    if (d) this.body.push(`<path d="${d}${closed ? 'Z' : ''}" ${this.style(style)} stroke-linejoin="round"/>`);
  }
  rect(x: number, y: number, w: number, h: number, style: Style): void {
    this.body.push(`<rect x="${two(x)}" y="${two(y)}" width="${two(w)}" height="${two(h)}" ${this.style(style)}/>`);
  }
  dots(points: Float64Array | number[], radius: number, style: Style): void {
    this.body.push(`<g ${this.style(style)}>`);
    for (let k = 0; k + 1 < points.length; k += 2)
      this.body.push(`<circle cx="${two(points[k])}" cy="${two(points[k + 1])}" r="${two(radius)}"/>`);
    this.body.push('</g>');
  }
  text(x: number, y: number, text: string, style: {fill: string; size?: number; align?: 'left' | 'center' | 'right'; turn?: boolean; weight?: number}): void {
    const anchor = {left: 'start', center: 'middle', right: 'end'}[style.align ?? 'left'];
    this.body.push(`<text transform="translate(${two(x)} ${two(y)})${style.turn ? ' rotate(-90)' : ''}" font-family="${escape(family)}" ` +
        `font-size="${style.size ?? 11}" font-weight="${style.weight ?? 400}" fill="${style.fill}" text-anchor="${anchor}" dominant-baseline="central">${escape(text)}</text>`);
  }
  clip(x: number, y: number, w: number, h: number, draw: () => void): void {
    const id = `c${++this.n}`;
    this.body.push(`<clipPath id="${id}"><rect x="${two(x)}" y="${two(y)}" width="${two(w)}" height="${two(h)}"/></clipPath><g clip-path="url(#${id})">`);
    draw();
    this.body.push('</g>');
  }
  image(x: number, y: number, w: number, h: number, address: string): void {
    this.body.push(`<image x="${two(x)}" y="${two(y)}" width="${two(w)}" height="${two(h)}" href="${escape(address)}"/>`);
  }
  move(x: number, y: number, draw: () => void): void {
    this.body.push(`<g transform="translate(${two(x)} ${two(y)})">`);
    draw();
    this.body.push('</g>');
  }
  svg(width: number, height: number, title: string, back: string): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${two(width)}" height="${two(height)}" viewBox="0 0 ${two(width)} ${two(height)}" role="img">` +
        `<title>${escape(title)}</title><rect width="100%" height="100%" fill="${back}"/>${this.body.join('')}</svg>\n`;
  }
}
