// The film: bodies or lines, then junctions as dots, by WebGL 2. What is large is drawn in part: of a tile a fair sample.
import {attribute, buffer, program, Table, uniforms} from './gl';
import {Scene, tiled, Tiles} from './scene';
import {ColourScale} from './scales';
import {discFragment, discVertex, dotFragment, dotVertex, lineFragment, lineVertex} from './shaders';
import {electrodeColour, palette, Rgb, Theme} from './theme';

export interface Camera {
  x: number;
  y: number;
  scale: number; // [CSS pixel] of one unit
}

export interface Looks {
  codes: Uint8Array; // by junction, see codeOf
  glow: Uint8Array;
  emphasis: Uint8Array; // 0 faded, 128 as it is, 255 stressed
  weight: Uint8Array; // current through a segment, by segment
}

const mostDots = 150000, mostSegments = 60000, leastMoving = 4000;
const frameTime = 30; // [ms] that a picture may take while it moves

const unit = (c: Rgb) => [c[0] / 255, c[1] / 255, c[2] / 255];

export class Film {
  private readonly gl: WebGL2RenderingContext;
  private dots!: {program: WebGLProgram; look: WebGLBuffer; place: WebGLBuffer};
  private lines!: {program: WebGLProgram; look: Table; ends: Table; tiles: Tiles};
  private discs: {program: WebGLProgram; look: WebGLBuffer; place: WebGLBuffer; tiles: Tiles} | null = null;
  private colours!: WebGLTexture;
  private readonly dotLook: Uint8Array;
  private readonly segmentLook: Uint8Array;
  private readonly discLook: Uint8Array;
  private readonly isDisc: (segment: number) => boolean;
  private paletteOf = '';
  private reach = 0; // of a segment from its middle
  private moving = leastMoving; // junctions that a moving picture may have; grows within some pictures where they are fast
  nDrawn = 0; // junctions of the last picture
  onRestored: () => void = () => undefined;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly scene: Scene) {
    const gl = canvas.getContext('webgl2', {antialias: false, alpha: false, preserveDrawingBuffer: false, powerPreference: 'high-performance'});
    if (!gl) throw new Error('the film needs WebGL 2, which this browser does not offer; the other panels work without');
    this.gl = gl;
    this.isDisc = (k) => scene.radius !== null && scene.radius[k] > 0;
    this.dotLook = new Uint8Array(4 * scene.n);
    const n = scene.segments.length / 4, segments: number[] = [], discs: number[] = [];
    for (let k = 0; k < n; ++k) (this.isDisc(k) ? discs : segments).push(k);
    this.segmentLook = new Uint8Array(4 * segments.length);
    this.discLook = new Uint8Array(4 * discs.length);
    const centre = (list: number[], c: number) => (k: number) => (scene.segments[4 * list[k] + c] + scene.segments[4 * list[k] + c + 2]) / 2;
    const inTiles = (list: number[]): Tiles => {
      const tiles = tiled(list.length, centre(list, 0), centre(list, 1));
      return {...tiles, order: tiles.order.map((k) => list[k])};
    };
    for (const k of segments) this.reach = Math.max(this.reach, Math.hypot(scene.segments[4 * k] - scene.segments[4 * k + 2], scene.segments[4 * k + 1] - scene.segments[4 * k + 3]) / 2);
    for (const k of discs) this.reach = Math.max(this.reach, scene.radius![k]);
    const orders = [inTiles(segments), inTiles(discs)];
    this.build(orders[0], orders[1]);
    canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
    canvas.addEventListener('webglcontextrestored', () => {
      this.build(orders[0], orders[1]);
      this.paletteOf = '';
      this.onRestored();
    });
  }

  private build(segments: Tiles, discs: Tiles): void {
    const gl = this.gl, s = this.scene;
    const place = new Float32Array(2 * s.n);
    s.tiles.order.forEach((j, k) => {
      place[2 * k] = s.junctionXy[2 * j];
      place[2 * k + 1] = s.junctionXy[2 * j + 1];
    });
    this.dots = {program: program(gl, dotVertex, dotFragment), place: buffer(gl, place, gl.STATIC_DRAW), look: buffer(gl, this.dotLook, gl.DYNAMIC_DRAW)};
    const ends = new Float32Array(4 * segments.order.length);
    segments.order.forEach((b, k) => ends.set(s.segments.subarray(4 * b, 4 * b + 4), 4 * k));
    this.lines = {program: program(gl, lineVertex, lineFragment), ends: new Table(gl, segments.order.length, true), look: new Table(gl, segments.order.length, false), tiles: segments};
    this.lines.ends.fill(ends);
    if (discs.order.length > 0 && s.radius) {
      const circles = new Float32Array(3 * discs.order.length);
      discs.order.forEach((b, k) => circles.set([s.segments[4 * b], s.segments[4 * b + 1], s.radius![b]], 3 * k));
      this.discs = {program: program(gl, discVertex, discFragment), place: buffer(gl, circles, gl.STATIC_DRAW), look: buffer(gl, this.discLook, gl.DYNAMIC_DRAW), tiles: discs};
    }
    this.colours = gl.createTexture()!;
  }

  private setPalette(scale: ColourScale, theme: Theme): void {
    const key = `${scale.palette} ${theme.dark}`;
    if (key === this.paletteOf) return;
    this.paletteOf = key;
    const gl = this.gl, list = new Uint8Array(256 * 4);
    palette(scale.palette, theme).forEach((c, k) => list.set([c[0], c[1], c[2], 255], 4 * k));
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.colours);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, list);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  }

  // Radius of a junction's dot [CSS pixel]
  dotRadius(camera: Camera): number {
    return Math.max(1.1, Math.min(6.5, 0.2 * this.scene.spacing * camera.scale));
  }

  private upload(looks: Looks): void {
    const gl = this.gl, s = this.scene, d = this.dotLook;
    for (let k = 0, at = 0; k < s.n; ++k, at += 4) {
      const j = s.tiles.order[k];
      d[at] = looks.codes[j];
      d[at + 1] = looks.glow[j];
      d[at + 2] = looks.emphasis[j];
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, this.dots.look);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, d);
    const segment = (look: Uint8Array, order: Uint32Array) =>
        order.forEach((b, k) => {
          look[4 * k] = s.bodyNode ? 255 : looks.codes[b];
          look[4 * k + 1] = s.bodyNode ? s.electrodeOfNode[s.bodyNode[b]] : 0;
          look[4 * k + 2] = looks.weight[b];
          look[4 * k + 3] = s.bodyNode ? 255 : looks.emphasis[b];
        });
    segment(this.segmentLook, this.lines.tiles.order);
    this.lines.look.fill(this.segmentLook);
    if (!this.discs) return;
    segment(this.discLook, this.discs.tiles.order);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.discs.look);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, this.discLook);
  }

  // What of it to draw: [first, number] in the order of the buffer
  private parts(tiles: Tiles, camera: Camera, reach: number, most: number): [number, number][] {
    const total = tiles.order.length, seen: number[] = [], {across} = tiles, tile = 2 / across, margin = reach + 12 / camera.scale;
    if (total <= Math.min(most, 20000)) return [[0, total]];
    const w = this.canvas.clientWidth / 2 / camera.scale + margin, h = this.canvas.clientHeight / 2 / camera.scale + margin, last = across - 1;
    let n = 0;
    for (let row = 0; row < across; ++row)
      for (let column = 0; column < across; ++column) {
        const x = -1 + tile * column, y = -1 + tile * row, t = row * across + column;
        // what lies outside [-1, 1] is in the outer tiles
        if ((column < last && x + tile < camera.x - w) || (column > 0 && x > camera.x + w) || (row < last && y + tile < camera.y - h) || (row > 0 && y > camera.y + h)) continue;
        if (tiles.start[t + 1] > tiles.start[t]) seen.push(t), (n += tiles.start[t + 1] - tiles.start[t]);
      }
    if (n === total && total <= most) return [[0, total]];
    const share = Math.min(1, most / Math.max(1, n));
    return seen.map((t) => [tiles.start[t], Math.ceil(share * (tiles.start[t + 1] - tiles.start[t]))]);
  }

  // isMoving: as much as fits into frameTime on this machine; the rest comes when it stands still
  draw(camera: Camera, looks: Looks | null, scale: ColourScale, theme: Theme, isMoving = false): void {
    const began = performance.now(), most = isMoving ? Math.min(mostDots, this.moving) : mostDots;
    this.drawAll(camera, looks, scale, theme, most);
    if (!isMoving || this.scene.n <= leastMoving) return;
    this.gl.readPixels(0, 0, 1, 1, this.gl.RGBA, this.gl.UNSIGNED_BYTE, new Uint8Array(4)); // waits for the picture
    const took = Math.max(1, performance.now() - began);
    if (this.nDrawn >= 0.5 * most || took > frameTime) this.moving = Math.max(leastMoving, Math.min(mostDots, this.moving * Math.min(1.5, Math.max(0.3, frameTime / took))));
  }
  get isThinned(): boolean {
    return this.nDrawn < Math.min(mostDots, this.scene.n);
  }

  private drawAll(camera: Camera, looks: Looks | null, scale: ColourScale, theme: Theme, most: number): void {
    const gl = this.gl, s = this.scene, ratio = this.canvas.width / Math.max(1, this.canvas.clientWidth);
    if (gl.isContextLost()) return;
    this.setPalette(scale, theme);
    if (looks) this.upload(looks);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    const back = unit(theme.back);
    gl.clearColor(back[0], back[1], back[2], 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.colours);
    const k = camera.scale * ratio;
    const view: [number, number, number, number] = [camera.x, camera.y, 2 * k / this.canvas.width, 2 * k / this.canvas.height];
    const electrodes = new Float32Array(24);
    s.facts.electrodes.slice(0, 8).forEach((e, at) => electrodes.set(unit(electrodeColour(e.name, theme)), 3 * at));
    this.drawDiscs(view, electrodes, theme, camera, most);
    this.drawLines(view, electrodes, theme, scale, ratio, camera, most);
    this.drawDots(view, theme, scale, ratio, camera, most);
  }

  private drawDiscs(view: number[], electrodes: Float32Array, theme: Theme, camera: Camera, most: number): void {
    if (!this.discs) return;
    const gl = this.gl, p = this.discs.program;
    gl.useProgram(p);
    const u = uniforms(gl, p, ['camera', 'pixels', 'plain', 'strength', 'electrodes']);
    gl.uniform4fv(u.camera, view);
    gl.uniform2f(u.pixels, this.canvas.width / 2, this.canvas.height / 2);
    gl.uniform3fv(u.plain, unit(theme.wire));
    gl.uniform1f(u.strength, 0.4);
    gl.uniform3fv(u.electrodes, electrodes);
    attribute(gl, 0, this.discs.place, 3, gl.FLOAT, false, 12);
    attribute(gl, 1, this.discs.look, 4, gl.UNSIGNED_BYTE, true, 4);
    for (const [first, n] of this.parts(this.discs.tiles, camera, this.reach, most)) gl.drawArrays(gl.POINTS, first, n);
  }

  private drawLines(view: number[], electrodes: Float32Array, theme: Theme, scale: ColourScale, ratio: number, camera: Camera, most: number): void {
    const n = this.lines.tiles.order.length;
    if (n === 0) return;
    const gl = this.gl, p = this.lines.program, isWire = this.scene.bodyNode !== null;
    const near = Math.max(0.55, Math.min(1.7, 0.06 * this.scene.spacing * camera.scale));
    gl.useProgram(p);
    const u = uniforms(gl, p, ['camera', 'pixels', 'width', 'widest', 'plain', 'strength', 'coloured', 'electrodes', 'isSwitch', 'off', 'on', 'colours', 'allEnds', 'allLooks']);
    gl.uniform4fv(u.camera, view);
    gl.uniform2f(u.pixels, this.canvas.width / 2, this.canvas.height / 2);
    gl.uniform1f(u.width, near * (isWire ? 1 : 1.25) * ratio);
    gl.uniform1f(u.widest, 4.5 * ratio);
    gl.uniform3fv(u.plain, unit(theme.wire));
    gl.uniform1f(u.strength, n > 8000 ? 0.42 : 0.66);
    gl.uniform1f(u.coloured, isWire ? 0 : 1);
    gl.uniform3fv(u.electrodes, electrodes);
    gl.uniform1f(u.isSwitch, scale.kind === 'switch' ? 1 : 0);
    gl.uniform3fv(u.off, unit(theme.off));
    gl.uniform3fv(u.on, unit(theme.on));
    gl.uniform1i(u.colours, 0);
    gl.uniform1i(u.allEnds, 1);
    gl.uniform1i(u.allLooks, 2);
    this.lines.ends.bind(1);
    this.lines.look.bind(2);
    gl.disableVertexAttribArray(0);
    gl.disableVertexAttribArray(1);
    for (const [first, some] of this.parts(this.lines.tiles, camera, this.reach, Math.min(mostSegments, most))) {
      gl.drawArrays(gl.TRIANGLES, 6 * first, 6 * some);
    }
    gl.activeTexture(gl.TEXTURE0);
  }

  private drawDots(view: number[], theme: Theme, scale: ColourScale, ratio: number, camera: Camera, most: number): void {
    const gl = this.gl, p = this.dots.program;
    gl.useProgram(p);
    const u = uniforms(gl, p, ['camera', 'size', 'halo', 'colours', 'unknown', 'flash', 'isSwitch', 'off', 'on']);
    gl.uniform4fv(u.camera, view);
    gl.uniform1f(u.size, this.dotRadius(camera) * ratio);
    gl.uniform1f(u.halo, this.scene.n > 30000 ? 1.6 : 3);
    gl.uniform1i(u.colours, 0);
    gl.uniform3fv(u.unknown, unit(theme.off));
    gl.uniform3fv(u.flash, unit(theme.flash));
    gl.uniform1f(u.isSwitch, scale.kind === 'switch' ? 1 : 0);
    gl.uniform3fv(u.off, unit(theme.off));
    gl.uniform3fv(u.on, unit(theme.on));
    this.nDrawn = 0;
    attribute(gl, 0, this.dots.place, 2, gl.FLOAT, false, 8);
    attribute(gl, 1, this.dots.look, 4, gl.UNSIGNED_BYTE, true, 4);
    for (const [first, n] of this.parts(this.scene.tiles, camera, 0, most)) {
      gl.drawArrays(gl.POINTS, first, n);
      this.nDrawn += n;
    }
  }
}
