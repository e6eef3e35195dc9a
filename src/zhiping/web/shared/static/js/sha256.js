// SHA-256 of a piece of a file. Browsers offer it on secure pages only; on a plain address inside a firm's net we
// compute it ourselves (FIPS 180-4).
const ROUNDS = new Int32Array(64);
const START = new Uint32Array(8);

function primes() {
  let found = 0;
  for (let candidate = 2; found < 64; candidate += 1) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= candidate; factor += 1) if (candidate % factor === 0) isPrime = false;
    if (!isPrime) continue;
    const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
    if (found < 8) START[found] = fraction(candidate ** (1 / 2));
    ROUNDS[found] = fraction(candidate ** (1 / 3));
    found += 1;
  }
}
primes();

const turn = (word, by) => (word >>> by) | (word << (32 - by));

function mix(state, words) {
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15];
    const y = words[i - 2];
    words[i] = words[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + words[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

// bytes: Uint8Array. Returns a Uint8Array of 32 bytes.
export function ownDigest(bytes) {
  const state = Uint32Array.from(START);
  const words = new Int32Array(64);
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64 - (bytes.length & ~63));
  const whole = bytes.length & ~63;
  padded.set(bytes.subarray(whole));
  padded[bytes.length - whole] = 0x80;
  new DataView(padded.buffer).setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  new DataView(padded.buffer).setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  for (const [part, length] of [[bytes, whole], [padded, padded.length]]) {
    const view = new DataView(part.buffer, part.byteOffset, length);
    for (let at = 0; at < length; at += 64) {
      for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(at + i * 4);
      mix(state, words);
    }
  }
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => out.setUint32(i * 4, word));
  return new Uint8Array(out.buffer);
}

export async function digest(bytes) {
  return globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) : ownDigest(bytes);
}

export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
