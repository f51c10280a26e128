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

export function attribute(gl: WebGL2RenderingContext, place: number, of: WebGLBuffer, size: number, type: number, normalised: boolean, stride: number, offset: number, divisor: number): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, of);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, size, type, normalised, stride, offset);
  gl.vertexAttribDivisor(place, divisor);
}
