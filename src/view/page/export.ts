// What is seen, as one picture: the film above its time axis.
import {download} from './dom';
import {CanvasPen, SvgPen} from './pen';
import {PlotBox} from './plotbox';
import {Stage} from './stage';
import {css, currentTheme} from './theme';

const head = 34;
const fileName = (title: string, ending: string) => `${title.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '').slice(0, 60) || 'somnspice'}.${ending}`;

export function svgOf(title: string, stage: Stage, plot: PlotBox | null, caption: string): string {
  const pen = new SvgPen(), theme = currentTheme(), w = stage.root.clientWidth, h = stage.root.clientHeight, [pw, ph] = plot ? plot.size : [0, 0];
  pen.text(12, head / 2, title, {fill: theme.ink, size: 14, weight: 600});
  pen.text(Math.max(w, pw) - 12, head / 2, caption, {fill: theme.muted, size: 12, align: 'right'});
  pen.move(0, head, () => stage.drawSvg(pen));
  if (plot) pen.move(0, head + h, () => plot.drawing.draw(pen, pw, ph, theme));
  return pen.svg(Math.max(w, pw), head + h + ph, title, css(theme.back));
}
export function exportSvg(title: string, stage: Stage, plot: PlotBox | null, caption: string): void {
  download(fileName(title, 'svg'), new Blob([svgOf(title, stage, plot, caption)], {type: 'image/svg+xml'}));
}

export function canvasOf(title: string, stage: Stage, plot: PlotBox | null, caption: string): HTMLCanvasElement {
  const theme = currentTheme(), film = stage.picture(), w = stage.root.clientWidth, h = stage.root.clientHeight, [pw, ph] = plot ? plot.size : [0, 0], ratio = film.width / Math.max(1, w);
  const sheet = document.createElement('canvas'), context = sheet.getContext('2d')!;
  sheet.width = Math.round(Math.max(w, pw) * ratio);
  sheet.height = Math.round((head + h + ph) * ratio);
  context.fillStyle = css(theme.back);
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(film, 0, head * ratio);
  context.scale(ratio, ratio);
  const pen = new CanvasPen(context);
  pen.text(12, head / 2, title, {fill: theme.ink, size: 14, weight: 600});
  pen.text(Math.max(w, pw) - 12, head / 2, caption, {fill: theme.muted, size: 12, align: 'right'});
  context.translate(0, head + h);
  if (plot) plot.drawing.draw(pen, pw, ph, theme);
  return sheet;
}
export function exportPng(title: string, stage: Stage, plot: PlotBox | null, caption: string): void {
  canvasOf(title, stage, plot, caption).toBlob((blob) => blob && download(fileName(title, 'png'), blob), 'image/png');
}
