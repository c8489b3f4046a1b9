// Evaluated inside every isolate before any author's script, never imported by Node. It takes away what a script
// must not have, freezes the rest, and answers with `prepare(factory, source)`: the runner of one script.
// The value is one function expression, so the caller passes the limits: { depth, nodes, characters }.
(function realm(limits) {
  // A list of what stays, not of what goes: a global that a later V8 adds is gone until somebody decides otherwise.
  const kept = new Set([
    'Object',
    'Array',
    'Number',
    'Boolean',
    'String',
    'Symbol',
    'BigInt',
    'Date',
    'RegExp',
    'JSON',
    'Math',
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'Reflect',
    'Iterator',
    'Error',
    'AggregateError',
    'EvalError',
    'RangeError',
    'ReferenceError',
    'SyntaxError',
    'TypeError',
    'URIError',
    'globalThis',
    'NaN',
    'Infinity',
    'undefined',
    'parseFloat',
    'parseInt',
    'isFinite',
    'isNaN',
    'decodeURI',
    'decodeURIComponent',
    'encodeURI',
    'encodeURIComponent',
  ]);
  for (const name of Reflect.ownKeys(globalThis)) if (!kept.has(name)) delete globalThis[name];
  for (const name of Reflect.ownKeys(globalThis)) if (!kept.has(name)) throw new Error(`still there: ${String(name)}`);

  // --- no code from strings: every road to a function constructor ends here -------------------------------------------------
  function refuseCode() {
    throw new TypeError('code from text is not available here');
  }
  const hidden = [
    Object.getPrototypeOf(() => 0),
    Object.getPrototypeOf(async () => 0),
    Object.getPrototypeOf(function* () {}),
    Object.getPrototypeOf(async function* () {}),
  ];
  for (const prototype of hidden) {
    Object.defineProperty(prototype, 'constructor', { value: refuseCode, writable: false, enumerable: false, configurable: false });
  }

  // --- nothing of the last match stays in the realm: RegExp.$1, RegExp.input … would hand one call's text to the next ------
  const match = ['input', '$_', 'lastMatch', '$&', 'lastParen', '$+', 'leftContext', '$`', 'rightContext', "$'"];
  for (let n = 1; n <= 9; n += 1) match.push(`$${n}`);
  for (const name of match) if (!delete RegExp[name]) throw new Error('RegExp keeps the last match');

  // --- time and chance come from the case ------------------------------------------------------------------------------------
  let now = 0;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const RealDate = Date;
  const caseDate = function DateOfCase(...parts) {
    if (new.target === undefined) return new RealDate(now).toString();
    return Reflect.construct(RealDate, parts.length === 0 ? [now] : parts, new.target);
  };
  caseDate.prototype = RealDate.prototype;
  Object.defineProperty(caseDate, 'name', { value: 'Date' });
  Object.defineProperty(caseDate, 'length', { value: 7 });
  caseDate.now = () => now;
  caseDate.parse = RealDate.parse;
  caseDate.UTC = RealDate.UTC;
  RealDate.prototype.constructor = caseDate;
  globalThis.Date = caseDate;
  Math.random = function random() {
    // sfc32
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  function seedWith(text) {
    let h = 1779033703 ^ text.length;
    const next = () => {
      h = Math.imul(h ^ (h >>> 16), 2246822507);
      h = Math.imul(h ^ (h >>> 13), 3266489909);
      h ^= h >>> 16;
      return h >>> 0;
    };
    for (let i = 0; i < text.length; i += 1) {
      h = Math.imul(h ^ text.charCodeAt(i), 3432918353);
      h = (h << 13) | (h >>> 19);
    }
    a = next();
    b = next();
    c = next();
    d = 1;
    for (let i = 0; i < 12; i += 1) Math.random();
  }

  // --- freezing ----------------------------------------------------------------------------------------------------------------
  // A frozen prototype would make `error.name = …` or `record.toString = …` throw. These few become accessors whose
  // setter defines the property on the receiver, so ordinary code keeps working while the prototype cannot change.
  function keepAssignable(owner, names) {
    for (const name of names) {
      const property = Object.getOwnPropertyDescriptor(owner, name);
      if (!property || !('value' in property)) continue;
      const { value } = property;
      Object.defineProperty(owner, name, {
        configurable: true,
        enumerable: property.enumerable,
        get: () => value,
        set(next) {
          if (this === owner) throw new TypeError('built-in objects cannot be changed');
          Object.defineProperty(this, name, { value: next, writable: true, enumerable: true, configurable: true });
        },
      });
    }
  }
  keepAssignable(Object.prototype, ['toString', 'toLocaleString', 'valueOf', 'constructor', 'hasOwnProperty', 'isPrototypeOf']);
  for (const type of [Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]) {
    keepAssignable(type.prototype, ['name', 'message', 'constructor', 'toString']);
  }

  const seen = new Set();
  function harden(value) {
    const waiting = [value];
    while (waiting.length > 0) {
      const next = waiting.pop();
      if (next === null || (typeof next !== 'object' && typeof next !== 'function') || seen.has(next)) continue;
      seen.add(next);
      Object.freeze(next);
      waiting.push(Object.getPrototypeOf(next));
      for (const key of Reflect.ownKeys(next)) {
        const property = Object.getOwnPropertyDescriptor(next, key);
        if (property) waiting.push(property.value, property.get, property.set);
      }
    }
  }
  // Reachable only through syntax or through a call, so the walk from the global alone would miss them.
  hidden.push(
    ...hidden.map((prototype) => prototype.prototype),
    (async () => 0)(),
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ''.matchAll(/x/g),
    [].values().map((x) => x),
    Iterator.from({ next() {} }),
    (function* () {})(),
    (async function* () {})(),
  );
  for (const value of hidden) harden(value);
  harden(globalThis);

  // --- one call ----------------------------------------------------------------------------------------------------------------
  class OutputProblem {
    constructor(words) {
      this.words = words;
    }
  }
  let nodes = 0;
  let characters = 0;
  const refuse = (path, words) => {
    throw new OutputProblem(`脚本的输出${path === '' ? '' : `在「${path}」处`}${words}`);
  };
  const quoted = (text, path) => {
    characters += text.length;
    if (characters > limits.characters) refuse('', '太大，请减少返回的内容。');
    if (!text.isWellFormed() || text.includes('\u0000')) refuse(path, '含有无法保存的字符。');
    return JSON.stringify(text);
  };
  const at = (path, key) => (path.length > 80 ? path : path === '' ? `${key}` : `${path}.${key}`);

  /** JSON text of a plain value. Written here and not by JSON.stringify, so that a getter or proxy is read exactly once. */
  function textOf(value, path, depth) {
    if (value === null) return 'null';
    switch (typeof value) {
      case 'boolean':
        return value ? 'true' : 'false';
      case 'number':
        return Number.isFinite(value) ? `${value === 0 ? 0 : value}` : refuse(path, '不是有限的数。');
      case 'string':
        return quoted(value, path);
      case 'object':
        break;
      case 'undefined':
        return refuse(path, path === '' ? '是空的，请用 return 返回结果。' : '没有值。');
      default:
        return refuse(path, '不是普通数据（文字、数、真假、列表或对象）。');
    }
    nodes += 1;
    if (nodes > limits.nodes) refuse('', '太大，请减少返回的内容。');
    if (depth > limits.depth) refuse('', '嵌套太深，请减少层数。');
    return Array.isArray(value) ? arrayText(value, path, depth) : objectText(value, path, depth);
  }

  function arrayText(value, path, depth) {
    const length = value.length;
    if (typeof length !== 'number' || length > limits.nodes) refuse('', '太大，请减少返回的内容。');
    const parts = [];
    for (let i = 0; i < length; i += 1) {
      if (!(i in value)) refuse(at(path, i), '没有值，请补全列表。');
      parts.push(textOf(value[i], at(path, i), depth + 1));
    }
    characters += parts.length;
    return `[${parts.join(',')}]`;
  }

  function objectText(value, path, depth) {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) refuse(path, '不是普通数据（文字、数、真假、列表或对象）。');
    const parts = [];
    for (const key of Object.keys(value)) {
      if (key === '__proto__') continue;
      const part = value[key];
      if (part === undefined) continue;
      parts.push(`${quoted(key, path)}:${textOf(part, at(path, key), depth + 1)}`);
    }
    return `{${parts.join(',')}}`;
  }

  /** What was thrown, as words. Reads only strings; a getter here still runs under the caller's time limit. */
  function wordsOf(thrown) {
    try {
      if (typeof thrown === 'string') return thrown;
      if (typeof thrown === 'object' && thrown !== null) {
        const { name, message } = thrown;
        if (typeof message === 'string') return typeof name === 'string' && name !== 'Error' ? `${name}: ${message}` : message;
      }
      if (typeof thrown === 'number' || typeof thrown === 'boolean') return `${thrown}`;
    } catch {
      // Falls through: the thrown value does not want to be read.
    }
    return '';
  }
  /** The error code of the scenario that was thrown: `throw { code: 'noIncome' }`, or an error with such a member. */
  function codeOf(thrown) {
    try {
      const code = typeof thrown === 'object' && thrown !== null ? thrown.code : undefined;
      // A primitive string can be looked at without running anything of the author's.
      return typeof code === 'string' && code.length <= 64 && isCode(code) ? code : undefined;
    } catch {
      return undefined;
    }
  }
  function isCode(text) {
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      const letter = (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
      const other = (unit >= 48 && unit <= 57) || unit === 95 || unit === 45;
      if (!letter && !(other && i > 0)) return false;
    }
    return text.length > 0;
  }
  const failure = (kind, words, code) => {
    const text = words.slice(0, 500).toWellFormed().replaceAll('\u0000', '');
    const named = code === undefined ? '' : `,"code":"${code}"`;
    return `{"ok":false,"kind":"${kind}","message":${JSON.stringify(text)}${named}}`;
  };

  function runOne(factory, input, instant, seed) {
    now = instant;
    nodes = 0;
    characters = 0;
    seedWith(seed);
    try {
      // The whole module body runs again for each call, so a variable at its top keeps nothing for the next one.
      const main = factory();
      if (typeof main !== 'function') return failure('error', '脚本没有默认导出的函数。');
      return `{"ok":true,"value":${textOf(main(input), '', 1)}}`;
    } catch (thrown) {
      if (thrown instanceof OutputProblem) return failure('output', thrown.words);
      const words = wordsOf(thrown);
      return failure('error', words === '' ? '脚本出错。' : `脚本出错：${words}`, codeOf(thrown));
    }
  }

  const sourceOf = Object.getPrototypeOf(runOne).toString;

  /** The runner of one script; undefined when its text is more than the body of one function. */
  return function prepare(factory, source) {
    // Text that closes the wrapping function early and opens another would end up with a different function here.
    if (typeof factory !== 'function' || Reflect.apply(sourceOf, factory, []) !== source) return undefined;
    return function runGroup(text) {
      const answers = [];
      for (const call of JSON.parse(text)) answers.push(runOne(factory, call[0], call[1], call[2]));
      return `[${answers.join(',')}]`;
    };
  };
});
