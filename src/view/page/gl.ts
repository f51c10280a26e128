// The few pieces of WebGL 2 that the film needs.

export function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const built = gl.createProgram()!;
  for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as [number, string][]) {
    const shader = gl.createShader(kind)!;
    gl.shaderSource(shader, '#version 300 es\nprecision highp float;\n' + text);
    gl.compileShader(shader);
    gl.attachShader(built, shader);
  }
  gl.linkProgram(built);
  if (!gl.getProgramParameter(built, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`the graphics driver refused a shader: ${gl.getProgramInfoLog(built) ?? ''}`);
  return built;
}

export function uniforms<Name extends string>(gl: WebGL2RenderingContext, of: WebGLProgram, names: Name[]): {[n in Name]: WebGLUniformLocation | null} {
  const places = {} as {[n in Name]: WebGLUniformLocation | null};
  for (const name of names) places[name] = gl.getUniformLocation(of, name);
  return places;
}

export function buffer(gl: WebGL2RenderingContext, content: ArrayBufferView, usage: number): WebGLBuffer {
  const made = gl.createBuffer()!;
  gl.bindBuffer(gl.ARRAY_BUFFER, made);
  gl.bufferData(gl.ARRAY_BUFFER, content, usage);
  return made;
}

// One value a texel, read by number in a shader (texelFetch), `across` to a row: what every corner of a shape needs, once.
// Instanced drawing would do the same, at twenty microseconds a shape where there is no graphics card.
export const across = 2048;

export class Table {
  private readonly texture: WebGLTexture;
  constructor(private readonly gl: WebGL2RenderingContext, n: number, private readonly isFloat: boolean) {
    this.texture = gl.createTexture()!;
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, isFloat ? gl.RGBA32F : gl.RGBA8, across, Math.max(1, Math.ceil(n / across)));
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  }
  // four numbers each
  fill(values: Float32Array | Uint8Array): void {
    const gl = this.gl, n = values.length / 4, rows = Math.floor(n / across), type = this.isFloat ? gl.FLOAT : gl.UNSIGNED_BYTE;
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    if (rows > 0) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, across, rows, gl.RGBA, type, values, 0);
    if (n > rows * across) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, rows, n - rows * across, 1, gl.RGBA, type, values, 4 * rows * across);
  }
  bind(unit: number): void {
    this.gl.activeTexture(this.gl.TEXTURE0 + unit);
    this.gl.bindTexture(this.gl.TEXTURE_2D, this.texture);
  }
}

export function attribute(gl: WebGL2RenderingContext, place: number, of: WebGLBuffer, size: number, type: number, normalised: boolean, stride: number): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, of);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, size, type, normalised, stride, 0);
}
